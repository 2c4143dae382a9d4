"""What the files of the workspace define and import, by name, for whoever meets a name elsewhere."""

from dataclasses import dataclass
from sys import intern

from centaur.local.declarations import declarations
from centaur.text.languages import language_of

MAX_CHARS = 100_000  # while so much is parsed, for 10 ms, no other thread has its turn
MAX_SYMBOLS = 40_000  # of some 2,000 files; they take 20 MB
MOST_ALIKE = 8  # files with one name; what is defined in more of them says little
_KIN = {
    "cpp": "c",
    "javascriptreact": "javascript",
    "typescript": "javascript",
    "typescriptreact": "javascript",
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a file says of a name; `owner` is the header of the class or the like that it is a part of."""

    path: str
    text: str
    owner: str = ""


class Symbols:
    """One thread learns and forgets; others may ask meanwhile, as what is known of a name changes at once."""

    def __init__(self, limit: int = MAX_SYMBOLS) -> None:
        self._limit = limit
        self._known: dict[_Key, tuple[Symbol, ...]] = {}
        self._keys: dict[str, tuple[_Key, ...]] = {}
        self._count = 0

    def defined(self, name: str, language: str) -> tuple[Symbol, ...]:
        """Where files of this language, or of one that shares its names, define the name."""
        return self._known.get((_KIN.get(language, language), name, False), ())

    def imported(self, name: str, language: str) -> tuple[Symbol, ...]:
        """How they import it."""
        return self._known.get((_KIN.get(language, language), name, True), ())

    def learn(self, path: str, text: str) -> None:
        """Read a file in place of what was known of it; beyond the limit nothing new is learned."""
        self.forget(path)
        if len(text) > MAX_CHARS or self._count >= self._limit:
            return
        language = language_of(path)
        kin, keys = _KIN.get(language, language), []
        for found in declarations(text, language):
            key, symbol = (
                (kin, found.name, found.is_import),
                Symbol(path, intern(found.text), intern(found.owner)),
            )
            known = self._known.get(key, ())
            if len(known) < MOST_ALIKE and symbol not in known:
                self._known[key] = (*known, symbol)
                keys.append(key)
        self._keys[path] = tuple(keys)
        self._count += len(keys)

    def forget(self, path: str) -> None:
        """Forget what a file says."""
        keys = self._keys.pop(path, ())
        self._count -= len(keys)
        for key in dict.fromkeys(keys):
            if others := tuple(symbol for symbol in self._known[key] if symbol.path != path):
                self._known[key] = others
            else:
                del self._known[key]


_Key = tuple[str, str, bool]
