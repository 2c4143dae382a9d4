"""How long a report takes over exported Parquet, against one plain sum by DuckDB of the same files."""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb

from centaur.metrics.facts import FACTS, Fact, columns

EPISODES = 1_000_000
PER_SESSION = 200
PER_ACTIVITY = 50
DAYS = 27

_OUTCOMES = "['accepted', 'rejected_explicit', 'rejected_implicit', 'ignored', 'typed_through', 'unseen']"
_VALUES = {
    "origin": "'own'",
    "user": "'user' || (n // 100000)",
    "session_id": f"printf('%016x', n // {PER_SESSION})",
    "activity": f"n // {PER_ACTIVITY} * {PER_ACTIVITY}",
    "sequence": "n",
    "suggestion_id": "'s' || n",
    "opportunity_id": "'o' || n",
    "time_ms": "begin_ms + n * span_ms // total",
    "day": "strftime(make_timestamp((begin_ms + n * span_ms // total) * 1000), '%Y-%m-%d')",
    "language": "['python', 'typescript', 'go'][1 + n % 3]",
    "model": "['qwen2.5-coder:1.5b', 'codestral-latest'][1 + n % 2]",
    "source": "['fresh', 'memory', 'disk'][1 + n % 3]",
    "result": "'delivered'",
    "became": f"{_OUTCOMES}[1 + n % 6]",
    "evidence": "'observed'",
    "read": "true",
    "deliveries": "1",
    "offered_chars": "60",
    "accepted_chars": "CASE WHEN n % 6 = 0 THEN 60 ELSE 0 END",
    "latency_ms": "random() * 500",
    "first_token_ms": "random() * 300",
    "cost_usd": "0.0001",
    "saved_usd": "0.0",
}
_AFTER = {
    "unchanged": "n % 7 > 1",
    "edit_ratio": "(n % 100) / 100",
    "kept_ratio": "(n % 50) / 50",
    "retained_chars": "n % 60",
}
_FLOOR = "SELECT session_id, activity, sum(accepted_chars) FROM read_parquet('{}/episodes/**') GROUP BY 1, 2"


def main() -> None:
    """Write the files, and ask for the report as a person does."""
    episodes = int(sys.argv[sys.argv.index("--episodes") + 1]) if "--episodes" in sys.argv else EPISODES
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own: a child's highest memory begins with what its parent held.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(write, Path(folder), episodes).result()
        seconds, peak = min(_report(folder) for _ in range(2))
        floor = min(_floor(folder) for _ in range(2))
    if "--json" in sys.argv:
        print(json.dumps({"seconds": seconds, "peak_mb": peak, "floor_s": floor, "ratio": seconds / floor}))
        return
    print(f"{episodes:,} suggestions and as many requests in Parquet")
    print(f"the report                       {seconds:.1f} s, the process and its imports included")
    print(f"one plain sum of the same files  {floor:.2f} s, ratio {seconds / floor:.0f}")
    print(f"memory                           {peak:.0f} MB")


def write(folder: Path, episodes: int) -> None:
    """Facts of the last days, in files as `centaur export parquet` writes them."""
    duckdb.execute("SET enable_progress_bar = false")
    span_ms = DAYS * 24 * 60 * 60 * 1000
    begin_ms = int(time.time() * 1000) - span_ms
    rows = f"SELECT range AS n, {episodes} AS total, {span_ms} AS span_ms, {begin_ms} AS begin_ms"
    rows += f" FROM range({episodes})"
    for fact in FACTS:
        named = ", ".join(f"{_value(fact, name)} AS {name}" for name in columns(fact))
        some = rows if fact.table != "minutes" else f"{rows} LIMIT 0"
        to = f"'{folder}/{fact.table}' (FORMAT parquet, PARTITION_BY (day))"
        duckdb.execute(f"COPY (SELECT {named} FROM ({some})) TO {to}")  # noqa: S608 - our names


def _value(fact: type[Fact], name: str) -> str:
    figure, _, seconds = name.rpartition("_")
    if seconds.isdigit() and figure in _AFTER:
        return f"CASE WHEN n % 6 = 0 THEN {_AFTER[figure]} END"
    text = columns(fact)[name] is str
    return _VALUES.get(name, "''" if text else "0" if columns(fact)[name] in (int, bool) else "NULL")


def _report(folder: str) -> tuple[float, float]:
    """The seconds of one `centaur metrics --input`, and its memory at the highest."""
    command = [sys.executable, "-m", "centaur", "metrics", "--json", "--input", folder]
    started = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "CENTAUR_HOME": folder}, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        raise RuntimeError(f"the report ended with {status}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _floor(folder: str) -> float:
    started = time.perf_counter()
    duckdb.execute(_FLOOR.format(folder)).fetchall()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
