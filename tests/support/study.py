"""Rows of the Copilot telemetry study as tests tell them, and the files they come in."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

UNCHANGED = {"15s": 0, "30s": 0.0, "120s": 0, "300s": 0, "600s": 0}


def row(
    state: str, user: str = "ada", seconds: float = 1.0, text: str = "x = 1", **more: Any
) -> dict[str, Any]:
    """A row with what the importer reads, and something that it does not."""
    return {
        "user": user,
        "time": "2022-08-08T16:05:28.904Z",
        "state": state,
        "seconds_in_state": seconds,
        "task": "Classes",
        "suggestion": text,
        "edit_ratio": UNCHANGED,
    } | more


def study(path: Path, rows: Iterable[dict[str, Any] | str]) -> Path:
    """The rows as a file of the study; a text is a line as it stands."""
    lines = (line if isinstance(line, str) else json.dumps(line) for line in rows)
    path.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0))
    return path
