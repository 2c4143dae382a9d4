"""The files of the workspace as evidence, in one index."""

from centaur.local.index import Index, stream
from centaur.local.lexer import lex
from centaur.text.languages import language_of

MAX_TOKENS = 1_500_000  # about 15 MB of source


class Workspace:
    """One thread writes; a reader takes `index` once and keeps it."""

    def __init__(self) -> None:
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

    def learn(self, path: str, text: str) -> None:
        """Store a file in place of what was known of it."""
        self.forget(path)
        if self.tokens < MAX_TOKENS:
            language = language_of(path)
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._runs[path] = self.index.add(stream((lex(line, language) for line in lines), language))

    def forget(self, path: str) -> None:
        """Blank a file."""
        run = self._runs.pop(path, None)
        if run is not None:
            self.index.blank(run)
