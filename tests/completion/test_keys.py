"""Two questions that differ in anything have two keys; the same question has one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.completion.keys import disk_key, near_key
from centaur.completion.types import Near, PromptIdentity

SHORT = st.text(alphabet="ab\n", max_size=3)
PROMPTS = st.builds(PromptIdentity, SHORT, st.integers(1, 12), SHORT)
PLACES = st.builds(Near, SHORT, SHORT, st.sampled_from(["never", "auto"]))
DISK = st.tuples(SHORT, PROMPTS, SHORT, SHORT, PLACES)
MEMORY = st.tuples(SHORT, PLACES, st.sampled_from([b"one", b"other"]))


@settings(max_examples=300)
@given(DISK, DISK)
def test_a_key_on_disk_is_shared_by_equal_questions_only(
    one: tuple[str, PromptIdentity, str, str, Near], other: tuple[str, PromptIdentity, str, str, Near]
) -> None:
    assert (disk_key(*one) == disk_key(*other)) == (one == other)


@settings(max_examples=300)
@given(MEMORY, MEMORY)
def test_a_key_in_memory_is_shared_by_equal_places_of_one_process_only(
    one: tuple[str, Near, bytes], other: tuple[str, Near, bytes]
) -> None:
    assert (near_key(*one) == near_key(*other)) == (one == other)


def test_where_one_field_ends_and_the_next_begins_is_part_of_the_key() -> None:
    prompt = PromptIdentity("p", 1, "h")

    assert disk_key("ab", prompt, "c", "", Near("", "")) != disk_key("a", prompt, "bc", "", Near("", ""))
    assert near_key("u", Near("ab", "c"), b"") != near_key("u", Near("a", "bc"), b"")


def test_a_key_is_hex_and_holds_nothing_of_the_text() -> None:
    key = disk_key("model", PromptIdentity("p", 1, "h"), "python", "file:///x", Near("secret", "\ud800"))

    assert set(key) <= set("0123456789abcdef")
    assert len(key) == 40
