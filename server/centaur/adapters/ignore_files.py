"""The exclusions of a file: the user's patterns, and the `.centaurignore` of every folder above it."""

from functools import cache, lru_cache
from pathlib import Path

from centaur.privacy.exclusions import IGNORE_FILE, Exclusions

_MAX_BYTES = 256 * 1024
_REMEMBERED = 4_096


class IgnoreFiles:
    """Says of any path why it is excluded. Each folder is looked at once, until `forget`.

    `unreadable` are the lines met so far that are no pattern, each with where it stands.
    """

    def __init__(self) -> None:
        self.use(())

    def use(self, patterns: tuple[str, ...]) -> None:
        """The user's own patterns are these from now on."""
        self._patterns = patterns
        self.forget()

    def forget(self) -> None:
        """Look again: an ignore file has changed."""
        self._lines = cache(_lines)
        self._exclusions = cache(self._read)
        # Asked of several files at every key, and working it out takes a tenth of a millisecond.
        self._reasons = lru_cache(_REMEMBERED)(self._reason)
        self.unreadable: tuple[str, ...] = Exclusions(self._patterns).unreadable

    def reason(self, path: str | None) -> str:
        """Why the file is excluded, as a sentence, or ""."""
        return self._reasons(path)

    def _reason(self, path: str | None) -> str:
        folders = Path(path).parents if path else ()
        files = tuple((str(folder), lines) for folder in folders if (lines := self._lines(folder)))
        return self._exclusions(files).reason(path)

    def _read(self, files: tuple[tuple[str, tuple[str, ...]], ...]) -> Exclusions:
        exclusions = Exclusions(self._patterns, files)
        self.unreadable = tuple(dict.fromkeys((*self.unreadable, *exclusions.unreadable)))
        return exclusions


def _lines(folder: Path) -> tuple[str, ...]:
    """The lines of the folder's ignore file; one that cannot be read excludes the whole folder."""
    file = folder / IGNORE_FILE
    try:
        with file.open(encoding="utf-8-sig") as lines:
            return tuple(lines.read(_MAX_BYTES).splitlines())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, UnicodeDecodeError):
        return ("*",)
