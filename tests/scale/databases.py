"""A local Postgres and a local Spark that hold the facts of an export, for as long as a test takes."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import psycopg  # type: ignore[import-not-found]  # this folder has an environment of its own
from pyspark.sql import SparkSession  # type: ignore[import-not-found]  # as above

from centaur.metrics.facts import FACTS, Fact, columns

_TYPES = {str: "text", int: "bigint", bool: "boolean", float: "double precision"}
_PORT = "54329"


@contextmanager
def postgres(folder: Path, facts: Sequence[Fact]) -> Iterator[str]:
    """The URL of a server of its own on loopback, with the facts in it; it needs Debian's `postgresql`."""
    data = folder / "postgres"
    data.mkdir()
    # Postgres refuses to run as root.
    user = "postgres" if os.getuid() == 0 else None
    if user:
        subprocess.run(["chown", "-R", user, data], check=True)
        for parent in data.parents:
            parent.chmod(parent.stat().st_mode | 0o011)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=data, stdout=subprocess.DEVNULL)

    options = f"-h 127.0.0.1 -p {_PORT} -k {data} -c fsync=off"
    run(_tool("initdb"), "-D", str(data), "-U", "centaur", "-A", "trust", "-E", "UTF8", "--locale=C")
    run(_tool("pg_ctl"), "-D", str(data), "-l", str(data / "log"), "-w", "-o", options, "start")
    try:
        url = f"postgres://centaur@127.0.0.1:{_PORT}/postgres"
        _fill(url, facts)
        yield url
    finally:
        run(_tool("pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")


@contextmanager
def spark(parquet: Path) -> Iterator[str]:
    """The URL of this process's own Spark, which reads the exported files; it needs Java 17 or newer."""
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        # Else a day becomes a date, and the facts hold it as text.
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
        .getOrCreate()
    )
    try:
        for fact in FACTS:
            session.read.parquet(str(parquet / fact.table)).createOrReplaceTempView(fact.table)
        yield "pyspark://"
    finally:
        session.stop()


def _tool(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else name


def _fill(url: str, facts: Sequence[Fact]) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for kind in FACTS:
            names = columns(kind)
            declared = ", ".join(f'"{name}" {_type(of)}' for name, of in names.items())
            cursor.execute(f"CREATE TABLE {kind.table} ({declared})")
            with cursor.copy(f"COPY {kind.table} FROM STDIN") as copy:
                for fact in facts:
                    if type(fact) is kind:
                        copy.write_row([getattr(fact, name) for name in names])


def _type(of: Any) -> str:
    kinds = get_args(of) or (of,)
    return _TYPES[kinds[0]]
