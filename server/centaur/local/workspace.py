"""The files of the workspace as evidence, in one index."""

from collections.abc import Iterable
from dataclasses import dataclass

from centaur.local.index import Index, Stream, stream
from centaur.local.lexer import lex
from centaur.text.languages import language_of

MAX_TOKENS = 600_000  # about 5 MB of source, and four times as much memory
_SPARE = 20_000  # blanks allowed before the index is built anew


@dataclass(frozen=True, slots=True)
class _Shelf:
    """An index and where each file lies in it; they change together."""

    index: Index
    runs: dict[str, range]


class Workspace:
    """One thread writes; others may ask meanwhile."""

    def __init__(self, limit: int = MAX_TOKENS) -> None:
        self._limit = limit
        self._shelf = _Shelf(Index(), {})

    @property
    def files(self) -> int:
        """How many files are known."""
        return len(self._shelf.runs)

    @property
    def tokens(self) -> int:
        """How many tokens are known."""
        return len(self._shelf.index.tokens) - self._shelf.index.blanks

    def evidence(self, paths: Iterable[str | None]) -> tuple[Index, list[range]]:
        """The index, and where these files lie in it."""
        shelf = self._shelf
        return shelf.index, [run for path in paths if path and (run := shelf.runs.get(path))]

    def naming(self, name: str) -> list[tuple[str, int]]:
        """The files in which this token stands, and how often."""
        shelf = self._shelf
        counts = (
            (path, shelf.index.tokens[run.start : run.stop].count(name)) for path, run in shelf.runs.items()
        )
        return [(path, count) for path, count in counts if count]

    def learn(self, path: str, text: str) -> None:
        """Store a file in place of what was known of it; beyond the limit nothing new is learned."""
        self.forget(path)
        if self.tokens >= self._limit:
            return
        language = language_of(path)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        run = stream((lex(line, language) for line in lines), language)
        self._shelf.runs[path] = self._shelf.index.add(run)
        if self._shelf.index.crowded:
            self._compact()

    def forget(self, path: str) -> None:
        """Blank a file, and now and then let the blanks go."""
        run = self._shelf.runs.pop(path, None)
        if run is None:
            return
        index = self._shelf.index
        index.blank(run)
        if index.blanks > _SPARE + len(index.tokens) // 2:
            self._compact()

    def _compact(self) -> None:
        old, fresh = self._shelf.index, Index(self.tokens)
        runs = {
            path: fresh.add(Stream(old.tokens[run.start : run.stop], old.gaps[run.start : run.stop]))
            for path, run in self._shelf.runs.items()
        }
        self._shelf = _Shelf(fresh, runs)
