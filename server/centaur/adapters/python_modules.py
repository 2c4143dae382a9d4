"""What Python can import in a workspace: its own modules and what its environment holds, by name alone."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

FRESH_SECONDS = 30.0
_ENVIRONMENTS = (".venv", "venv", "env")
_SOURCES = ("", "src", "server", "lib")


class PythonModules:
    """The top-level names that the folders can import; nothing is run, only names of files are read."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._names: frozenset[str] | None = None
        self._read_at = float("-inf")

    def names(self) -> frozenset[str] | None:
        """The names, or None where there is no environment and so nobody knows what is installed."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            self._names = self._read()
            self._read_at = time.monotonic()
        return self._names

    def _read(self) -> frozenset[str] | None:
        installed = [
            site
            for folder in self._folders
            for environment in _ENVIRONMENTS
            for pattern in ("lib/python3*/site-packages", "Lib/site-packages")
            for site in (folder / environment).glob(pattern)
        ]
        if not installed:
            return None
        own = [folder / source for folder in self._folders for source in _SOURCES]
        return frozenset(name for folder in (*own, *installed) for name in _modules(folder))


def _modules(folder: Path) -> list[str]:
    """The names of modules and packages right in the folder; those of editable installs lie in .pth files."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name.split(".")[0] for entry in entries if not entry.name.endswith("-info")]
    except OSError:
        return []
    return [name for name in names if name.isidentifier()]
