"""The tables of the event log as numbered migrations: new ones are appended, old ones are never edited."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_STAMP = """
    session_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    elapsed_ms REAL NOT NULL,
"""

_TABLES_1 = {
    "session": """
        phase TEXT NOT NULL,
        editor TEXT NOT NULL,
        editor_version TEXT NOT NULL,
        server_version TEXT NOT NULL,
        python_version TEXT NOT NULL,
        platform TEXT NOT NULL,
    """,
    "opportunity": """
        opportunity_id TEXT NOT NULL,
        document TEXT NOT NULL,
        language TEXT NOT NULL,
        trigger TEXT NOT NULL,
        result TEXT NOT NULL,
        reason TEXT NOT NULL,
        source TEXT NOT NULL,
        latency_ms REAL,
        suggestion_kind TEXT NOT NULL,
        experiment TEXT NOT NULL,
        arm TEXT NOT NULL,
        propensity REAL,
    """,
    "generation": """
        generation_id TEXT NOT NULL,
        opportunity_id TEXT NOT NULL,
        engine TEXT NOT NULL,
        source TEXT NOT NULL,
        status TEXT NOT NULL,
        model TEXT NOT NULL,
        provider TEXT NOT NULL,
        prompt_id TEXT NOT NULL,
        prompt_version INTEGER,
        prompt_hash TEXT NOT NULL,
        stop_reason TEXT NOT NULL,
        input_tokens INTEGER,
        output_tokens INTEGER,
        cached_tokens INTEGER,
        cost_usd REAL,
        first_token_ms REAL,
        total_ms REAL,
        context TEXT NOT NULL,
    """,
    "delivered": """
        suggestion_id TEXT NOT NULL,
        opportunity_id TEXT NOT NULL,
        generation_id TEXT NOT NULL,
        source TEXT NOT NULL,
        display_index INTEGER NOT NULL,
        offered_chars INTEGER NOT NULL,
        base_chars INTEGER NOT NULL,
        previous_suggestion_id TEXT NOT NULL,
        changed_by TEXT NOT NULL,
    """,
    "shown": """
        suggestion_id TEXT NOT NULL,
        visible_ms REAL NOT NULL,
        offered_chars INTEGER NOT NULL,
    """,
    "read": """
        suggestion_id TEXT NOT NULL,
        visible_ms REAL NOT NULL,
    """,
    "partial": """
        suggestion_id TEXT NOT NULL,
        unit TEXT NOT NULL,
        accepted_chars INTEGER NOT NULL,
    """,
    "outcome": """
        suggestion_id TEXT NOT NULL,
        outcome TEXT NOT NULL,
        reason TEXT NOT NULL,
        evidence TEXT NOT NULL,
        offered_chars INTEGER NOT NULL,
        accepted_chars INTEGER NOT NULL,
        typed_chars INTEGER NOT NULL,
        visible_ms REAL NOT NULL,
    """,
    "undone": """
        suggestion_id TEXT NOT NULL,
        after_ms REAL NOT NULL,
        removed_chars INTEGER NOT NULL,
    """,
    "survival": """
        suggestion_id TEXT NOT NULL,
        moment TEXT NOT NULL,
        after_ms REAL NOT NULL,
        accepted_chars INTEGER NOT NULL,
        unchanged INTEGER,
        edit_ratio REAL,
        kept_ratio REAL,
        retained_chars INTEGER,
        censored_reason TEXT NOT NULL,
    """,
    "correction": """
        suggestion_id TEXT NOT NULL,
        after_ms REAL NOT NULL,
        edits INTEGER NOT NULL,
        removed_chars INTEGER NOT NULL,
        inserted_chars INTEGER NOT NULL,
    """,
    "typed_instead": """
        suggestion_id TEXT NOT NULL,
        after_ms REAL NOT NULL,
        typed_chars INTEGER NOT NULL,
        edit_ratio REAL NOT NULL,
        kept_ratio REAL,
    """,
    "typing": """
        typed_chars INTEGER NOT NULL,
        pasted_chars INTEGER NOT NULL,
        accepted_chars INTEGER NOT NULL,
        other_chars INTEGER NOT NULL,
    """,
    "impossible": """
        suggestion_id TEXT NOT NULL,
        signal TEXT NOT NULL,
        state TEXT NOT NULL,
    """,
}

_TABLES_2 = {
    "rejected_place": """
        suggestion_id TEXT NOT NULL,
        place_key TEXT NOT NULL,
    """,
    "feedback": """
        suggestion_id TEXT NOT NULL,
        sentence INTEGER NOT NULL,
        start_char INTEGER NOT NULL,
        end_char INTEGER NOT NULL,
        label TEXT NOT NULL,
    """,
}


def _append_only(table: str, columns: str) -> tuple[str, ...]:
    """A table that takes new rows and refuses to change or lose one."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
    key = "PRIMARY KEY (session_id, sequence)"
    return (
        f'CREATE TABLE "{table}" ({_STAMP} {columns} {key}) STRICT, WITHOUT ROWID',
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
    )


def _index(table: str, column: str) -> str:
    # Two processes may both know an end of one suggestion, when a new server recovers what an old one showed.
    unique = "UNIQUE " if table == "outcome" else ""
    return f'CREATE {unique}INDEX "{table}_{column}" ON "{table}" ({column})'


MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        *(statement for table, columns in _TABLES_1.items() for statement in _append_only(table, columns)),
        *(
            _index(table, "suggestion_id")
            for table, columns in _TABLES_1.items()
            if "suggestion_id" in columns
        ),
        _index("opportunity", "opportunity_id"),
        _index("opportunity", "time_ms"),
        _index("generation", "generation_id"),
    ),
    (
        "ALTER TABLE generation ADD COLUMN saved_usd REAL",
        "ALTER TABLE outcome ADD COLUMN edit_ratio REAL",
        *(statement for table, columns in _TABLES_2.items() for statement in _append_only(table, columns)),
        _index("rejected_place", "time_ms"),
        _index("feedback", "suggestion_id"),
    ),
    ("ALTER TABLE generation ADD COLUMN estimated INTEGER NOT NULL DEFAULT 0",),
)


def version(connection: sqlite3.Connection) -> int:
    """How many migrations the file has seen."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an older file to today's schema, at once or not at all, also when two processes try together."""
    if version(connection) >= len(MIGRATIONS):
        return
    with transaction(connection):
        for migration in MIGRATIONS[version(connection) :]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """What happens inside becomes durable at its end, or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
