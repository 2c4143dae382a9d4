"""A local Postgres and a local Spark that hold the facts of an export, for as long as a test takes."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import psycopg  # type: ignore[import-not-found]  # this folder has an environment of its own
from pyspark.sql import SparkSession  # type: ignore[import-not-found]  # as above

from centaur.metrics.facts import FACTS, Fact, columns

_TYPES = {str: "text", int: "bigint", bool: "boolean", float: "double precision"}


@contextmanager
def postgres(facts: Sequence[Fact]) -> Iterator[str]:
    """The URL of a server of its own on loopback, with the facts in it; it needs Debian's `postgresql`."""
    # Postgres refuses to run as root.
    user = "postgres" if os.getuid() == 0 else None
    with TemporaryDirectory(prefix="centaur-postgres-", ignore_cleanup_errors=True) as folder:
        if user:
            shutil.chown(folder, user)

        def run(tool: str, *options: str) -> None:
            command = [_tool(tool), "-D", f"{folder}/data", *options]
            subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

        port = _free_port()
        settings = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        run("initdb", "-U", "centaur", "-A", "trust", "-E", "UTF8", "--locale=C")
        run("pg_ctl", "-l", f"{folder}/log", "-w", "-o", settings, "start")
        try:
            url = f"postgres://centaur@127.0.0.1:{port}/postgres"
            _fill(url, facts)
            yield url
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


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


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


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
