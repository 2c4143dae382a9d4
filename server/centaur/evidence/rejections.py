"""What was rejected at a place, so that it does not come back until the text around it changes."""

from collections import OrderedDict
from collections.abc import Iterable
from hashlib import blake2b

BEFORE_CHARS = 200
AFTER_CHARS = 80
REMEMBERED = 1_000


def place_key(text: str, before: str, after: str, salt: str = "") -> str:
    """The hash of a text at a place: with the 200 characters before it and the 80 after.

    The salt makes it mean nothing outside the state folder: it is written to the log.
    """
    digest = blake2b(digest_size=16)
    for part in (salt, text, before[-BEFORE_CHARS:], after[:AFTER_CHARS]):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()


class Rejections:
    """Keys of the texts that were rejected last, each at its place, and where they came from.

    What the log tells of other windows and earlier sessions is learnt beside, from any thread.
    """

    def __init__(self) -> None:
        self._keys: OrderedDict[str, None] = OrderedDict()
        self._learnt: frozenset[str] = frozenset()
        self._generations: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._keys or key in self._learnt

    def learn(self, keys: Iterable[str]) -> None:
        """These are the ones that the log holds, instead of those it held before."""
        self._learnt = frozenset(keys)

    def add(self, keys: Iterable[str], generation_id: str) -> None:
        """Remember a text at every place where it was on offer."""
        self._generations.append(generation_id)
        for key in keys:
            self._keys[key] = None
            self._keys.move_to_end(key)
        while len(self._keys) > REMEMBERED:
            self._keys.popitem(last=False)

    def take_generations(self) -> list[str]:
        """The generations whose text was rejected since the last time: no cache should give it again."""
        taken, self._generations = self._generations, []
        return taken
