"""The source files of a workspace folder, read one at a time: small, readable, and not made by a build."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from centaur.text.languages import language_of

MAX_FILE_BYTES = 1_000_000
_MAX_IGNORE_BYTES = 256_000

# Made by tools, never written by hand. Folders whose name begins with a dot are left out as well.
_MADE = frozenset(
    {
        "__pycache__",
        "bower_components",
        "build",
        "dist",
        "env",
        "htmlcov",
        "node_modules",
        "out",
        "site-packages",
    }
    | {"target", "venv", "vendor"}
)
_NOT_CODE = frozenset({"json", "jsonc", "markdown", "plaintext", "restructuredtext", "xml"})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a folder is read; folders are limited, as hardly anything in them may be source."""

    files: int = 4_000
    bytes: int = 30_000_000
    folders: int = 40_000


def source_files(
    folder: Path,
    allowed: Callable[[str], bool],
    limits: Limits = Limits(),
) -> Iterator[tuple[str, str]]:
    """Path and text of each file that may be learned from, the nearest to the top first."""
    files = bytes_read = 0
    for path in _paths(folder, allowed, limits.folders):
        text = read_source(path)
        if text is None:
            continue
        files, bytes_read = files + 1, bytes_read + len(text)
        if files > limits.files or bytes_read > limits.bytes:
            log.info("%s holds more source than is learned: stopped after %d files", folder, files - 1)
            return
        yield str(path), text


def lies_in_source(path: Path, folder: Path) -> bool:
    """Whether the walk of the folder could come to this path: not hidden, and not made by a tool."""
    above = path.relative_to(folder).parts[:-1] if path.is_relative_to(folder) else (".",)
    return not any(name in _MADE or name.startswith(".") for name in above)


def read_source(path: Path) -> str | None:
    """The text of a file of code, or None where it is none, too large, binary or unreadable."""
    if language_of(str(path)) in _NOT_CODE:
        return None
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
            return None
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None
    return None if "\0" in text else text


def _paths(folder: Path, allowed: Callable[[str], bool], folders: int) -> Iterator[Path]:
    """The files below the folder, breadth first; no link is followed."""
    waiting: list[tuple[Path, tuple[_Ignore, ...]]] = [(folder, ())]
    for seen, (here, inherited) in enumerate(waiting):
        if seen == folders:
            return
        ignores = (*inherited, *_ignore(here))
        for entry in _entries(here):
            is_folder = entry.is_dir(follow_symlinks=False)
            path = Path(entry.path)
            if not is_folder and not entry.is_file(follow_symlinks=False):
                continue
            if any(ignore(path, is_folder) for ignore in ignores) or not allowed(entry.path):
                continue
            if not is_folder:
                yield path
            elif entry.name not in _MADE and not entry.name.startswith("."):
                waiting.append((path, ignores))


_Ignore = Callable[[Path, bool], bool]


def _ignore(folder: Path) -> tuple[_Ignore, ...]:
    """What the folder's `.gitignore` says, if there is one that can be read."""
    file = folder / ".gitignore"
    try:
        if not file.is_file() or file.stat().st_size > _MAX_IGNORE_BYTES:
            return ()
        spec = GitIgnoreSpec.from_lines(file.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError):
        return ()
    return (lambda path, is_folder: spec.match_file(str(path.relative_to(folder)) + "/" * is_folder),)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
