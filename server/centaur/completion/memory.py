"""The model's texts of late, as this process remembers them, and where each is kept should it be rejected."""

from collections import OrderedDict
from typing import NamedTuple

from centaur.completion.kept import Kept

ENTRIES = 2_000
GENERATIONS = 256


class Keys(NamedTuple):
    """The keys under which the answer to one question is kept: in memory, and on disk."""

    near: str
    disk: str


def variant_keys(near_key: str, variant: int) -> Keys:
    """Those of another text for the place, which is not kept on disk."""
    return Keys(f"{near_key}+{variant}", "")


class Memory:
    """Texts by the key of the text around the cursor, the least recently used forgotten first."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, tuple[Kept, Keys]] = OrderedDict()
        self._places: OrderedDict[str, list[Keys]] = OrderedDict()

    def get(self, near_key: str) -> tuple[Kept, Keys] | None:
        """The text and the keys it is kept under."""
        if near_key in self._texts:
            self._texts.move_to_end(near_key)
        return self._texts.get(near_key)

    def put(self, kept: Kept, keys: Keys) -> None:
        """Remember the text."""
        self._texts[keys.near] = (kept, keys)
        if len(self._texts) > ENTRIES:
            self._texts.popitem(last=False)

    def served(self, generation_id: str, keys: Keys) -> None:
        """This generation gave what is kept there."""
        self._places.setdefault(generation_id, []).append(keys)
        if len(self._places) > GENERATIONS:
            self._places.popitem(last=False)

    def forget(self, generation_id: str) -> set[str]:
        """Forget what the generation gave; the result is the keys to be evicted from disk."""
        places = self._places.pop(generation_id, [])
        for keys in places:
            self._texts.pop(keys.near, None)
        return {keys.disk for keys in places}
