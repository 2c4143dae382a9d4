"""How long a report takes over a long log, against one plain sum that SQLite makes of the same rows."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.long_log import write
from centaur.adapters.fact_store import FactStore
from centaur.adapters.state_dir import StateDir

EPISODES = 100_000
FLOOR = "SELECT session_id, activity, sum(accepted_chars) FROM episodes GROUP BY session_id, activity"


def main() -> None:
    """Write the log, fold it, and ask for the report as a person does."""
    episodes = int(sys.argv[sys.argv.index("--episodes") + 1]) if "--episodes" in sys.argv else EPISODES
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), episodes)
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    print(f"{episodes:,} suggestions")
    print(f"first report, which folds the log   {figures['cold_s']:.2f} s")
    print(
        f"every later report                  {figures['warm_s']:.2f} s, the process and its imports included"
    )
    print(f"the same by language and model      {figures['grouped_s']:.2f} s")
    print(f"one plain sum over the same rows    {figures['floor_s']:.2f} s, ratio {figures['ratio']:.1f}")
    print(f"memory                              {figures['peak_mb']:.0f} MB")


def measure(folder: Path, episodes: int) -> dict[str, float]:
    """Seconds of a first and of a later report, and of the floor."""
    state = StateDir(folder, folder)
    write(state.events, episodes, int(time.time() * 1000))
    cold, _ = _report(folder)
    warm, peak = min(_report(folder) for _ in range(3))
    grouped, _ = min(_report(folder, "--by", "language,model") for _ in range(2))
    floor = min(_floor(state) for _ in range(3))
    return {
        "cold_s": cold,
        "warm_s": warm,
        "grouped_s": grouped,
        "floor_s": floor,
        "ratio": warm / floor,
        "peak_mb": peak,
    }


def _report(folder: Path, *options: str) -> tuple[float, float]:
    """The seconds of one `centaur metrics --json`, and its memory at the highest."""
    command = [sys.executable, "-m", "centaur", "metrics", "--json", *options]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, "CENTAUR_HOME": str(folder)}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _floor(state: StateDir) -> float:
    with FactStore(state).connection() as connection:
        started = time.perf_counter()
        connection.execute(FLOOR).fetchall()
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
