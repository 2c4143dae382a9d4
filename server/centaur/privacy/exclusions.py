"""Which files are nobody's business: no suggestion in them, and nothing of them in a prompt."""

from collections.abc import Iterable, Sequence
from posixpath import normpath
from typing import NamedTuple, Self

from pathspec import GitIgnoreSpec

IGNORE_FILE = ".centaurignore"
KEY_FILES = (
    "*.key",
    "*.p12",
    "*.pfx",
    "*.jks",
    "*.keystore",
    "*.kdbx",
    "*.ppk",
    "*.asc",
    "*.gpg",
    "*.tfstate",
    ".netrc",
    ".npmrc",
    ".pypirc",
    ".pgpass",
    ".git-credentials",
    ".htpasswd",
    ".ssh/",
    ".gnupg/",
    ".aws/",
)
_MAX_STARS = 3  # in one segment; matching takes time to the power of their number


class Exclusions:
    """The user's patterns in gitignore syntax, and the `.centaurignore` files that a workspace adds.

    A pattern of the user holds in every folder; one of a workspace, below the folder of its file. Upper and
    lower case are the same: some file systems think so, and excluding too much leaks nothing.
    """

    def __init__(
        self, patterns: Iterable[str], ignore_files: Iterable[tuple[str, Sequence[str]]] = ()
    ) -> None:
        everywhere = [_everywhere(pattern) for pattern in (*KEY_FILES, *patterns)]
        self._lists = (
            _List.of("/", everywhere, "privacy.exclude"),
            *(_List.of(folder, lines, f"{_folder(folder)}{IGNORE_FILE}") for folder, lines in ignore_files),
        )

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The lines that are no pattern, each with where it stands."""
        return tuple(line for patterns in self._lists for line in patterns.unreadable)

    def reason(self, path: str | None) -> str:
        """Why the file is excluded, as a sentence, or "". A text that is no file is not."""
        if path is None:
            return ""
        found = (patterns.reason(_plain(path)) for patterns in self._lists)
        return next(filter(None, found), "")


class _List(NamedTuple):
    """The patterns of one place, for the files below one folder."""

    folder: str
    lines: tuple[str, ...]
    spec: GitIgnoreSpec
    source: str
    unreadable: tuple[str, ...]

    @classmethod
    def of(cls, folder: str, lines: Iterable[str], source: str) -> Self:
        """The list without the lines that are no pattern."""
        lines = tuple(line for line in lines if line.strip() and not line.startswith("#"))
        readable = tuple(line for line in lines if _is_pattern(line))
        spec = GitIgnoreSpec.from_lines(line.lower() for line in readable)
        unreadable = tuple(f"{source}: {line!r} is no pattern" for line in lines if line not in readable)
        return cls(_folder(folder).lower(), readable, spec, source, unreadable)

    def reason(self, path: str) -> str:
        """Why the file is excluded by this list, or ""."""
        if not path.lower().startswith(self.folder):
            return ""
        found = self.spec.check_file(path.lower().removeprefix(self.folder))
        if not found.include or found.index is None:
            return ""
        return f"this file is excluded by {self.lines[found.index].strip()!r} ({self.source})"


def _everywhere(pattern: str) -> str:
    """The pattern so that it holds below every folder, as one without a slash does already."""
    sign, body = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    anchored = "/" in body.rstrip("/ ") and not body.startswith(("/", "**/"))
    return f"{sign}**/{body}" if anchored else pattern


def _is_pattern(line: str) -> bool:
    if any(segment.count("*") > _MAX_STARS for segment in line.split("/")):
        return False
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _plain(path: str) -> str:
    """The path with slashes forward, one at the start, and no detours."""
    return "/" + normpath(path.replace("\\", "/")).lstrip("/")


def _folder(path: str) -> str:
    return _plain(path).rstrip("/") + "/"
