"""The files of the workspace as evidence, in one index."""

from centaur.local.index import Index, Stream, stream
from centaur.local.lexer import lex
from centaur.text.languages import language_of

MAX_TOKENS = 600_000  # about 5 MB of source, and four times as much memory
_SPARE = 20_000  # blanks allowed before the index is built anew


class Workspace:
    """One thread writes; a reader takes `index` once and keeps it."""

    def __init__(self, limit: int = MAX_TOKENS) -> None:
        self._limit = limit
        self.index = Index()
        self._runs: dict[str, range] = {}

    @property
    def files(self) -> int:
        """How many files are known."""
        return len(self._runs)

    @property
    def tokens(self) -> int:
        """How many tokens are known."""
        return len(self.index.tokens) - self.index.blanks

    def run(self, path: str | None) -> range:
        """Where a file lies in the index."""
        return self._runs.get(path, range(0)) if path else range(0)

    def learn(self, path: str, text: str) -> None:
        """Store a file in place of what was known of it; beyond the limit nothing new is learned."""
        self.forget(path)
        if self.tokens < self._limit:
            language = language_of(path)
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._runs[path] = self.index.add(stream((lex(line, language) for line in lines), language))
        if self.index.crowded:
            self._compact()

    def forget(self, path: str) -> None:
        """Blank a file, and now and then let the blanks go."""
        run = self._runs.pop(path, None)
        if run is None:
            return
        self.index.blank(run)
        if self.index.blanks > _SPARE + len(self.index.tokens) // 2:
            self._compact()

    def _compact(self) -> None:
        old, fresh = self.index, Index(self.tokens)
        runs = {
            path: fresh.add(Stream(old.tokens[run.start : run.stop], old.gaps[run.start : run.stop]))
            for path, run in self._runs.items()
        }
        self.index, self._runs = fresh, runs
