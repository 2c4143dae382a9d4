"""What a process remembers of a model's texts, and what it forgets."""

from centaur.completion import memory
from centaur.completion.kept import Kept
from centaur.completion.memory import Keys, Memory

KEPT = Kept("a + b", "stop")


def test_the_least_recently_used_text_goes_first() -> None:
    remembered = Memory()
    for number in range(memory.ENTRIES):
        remembered.put(KEPT, Keys(f"near{number}", "disk"))
    remembered.get("near0")
    remembered.put(KEPT, Keys("one more", "disk"))

    assert [remembered.get(key) is not None for key in ("near0", "near1", "one more")] == [True, False, True]


def test_a_generation_is_forgotten_everywhere_it_is_kept() -> None:
    remembered = Memory()
    for keys in (Keys("here", "disk"), Keys("there", "disk")):
        remembered.put(KEPT, keys)
        remembered.served("g1", keys)

    assert remembered.forget("g1") == {"disk"}
    assert (remembered.get("here"), remembered.get("there")) == (None, None)
    assert remembered.forget("g1") == set()


def test_of_generations_long_ago_it_is_not_known_where_they_are_kept() -> None:
    remembered = Memory()
    for number in range(memory.GENERATIONS + 1):
        remembered.served(f"g{number}", Keys("near", "disk"))

    assert (remembered.forget("g0"), remembered.forget("g1")) == (set(), {"disk"})
