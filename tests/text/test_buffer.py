"""Promises about the text buffer, against plain strings."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.text.buffer import Buffer, Edit
from centaur.text.positions import Position

ENDINGS = re.compile(r"\r\n|\r|\n")
TEXTS = st.text(alphabet=st.sampled_from("ab😀\r\n\x0b\x0c\x1c\x85\u2028\u2029"), max_size=30)
PLACES = st.builds(Position, st.integers(-1, 12), st.integers(-1, 12))
FAR_PLACES = st.builds(Position, st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
CHANGES = st.lists(st.tuples(PLACES, PLACES, TEXTS), max_size=40)


def plain_lines(text: str) -> list[str]:
    return ENDINGS.split(text)


def plain_offset(text: str, place: Position) -> int:
    """The oracle: where the place is in a plain string, clamped to what exists."""
    starts = [0, *(ending.end() for ending in ENDINGS.finditer(text))]
    if place.line < 0:
        return 0
    if place.line >= len(starts):
        return len(text)
    return starts[place.line] + min(max(place.column, 0), len(plain_lines(text)[place.line]))


def check(before: str, start: tuple[int, int], end: tuple[int, int], inserted: str, after: str) -> Edit:
    buffer, edit = Buffer.of(before).replace(Position(*start), Position(*end), inserted)
    assert buffer.text == after
    assert buffer == Buffer.of(after)
    assert [buffer.line(at) for at in range(buffer.line_count)] == plain_lines(after)
    return edit


@given(TEXTS)
def test_only_lf_crlf_and_cr_end_a_line(text: str) -> None:
    buffer = Buffer.of(text)

    assert [buffer.line(at) for at in range(buffer.line_count)] == plain_lines(text)
    assert (buffer.text, buffer.length) == (text, len(text))


@given(TEXTS, st.one_of(PLACES, FAR_PLACES))
def test_every_place_has_an_offset_inside_the_text(text: str, place: Position) -> None:
    assert Buffer.of(text).offset(place) == plain_offset(text, place)


@given(TEXTS, st.integers(-5, 40))
def test_an_offset_becomes_the_position_it_came_from(text: str, offset: int) -> None:
    buffer = Buffer.of(text)
    inside = min(max(offset, 0), len(text))
    between = inside > 0 and text[inside - 1 : inside + 1] == "\r\n"

    assert buffer.offset(buffer.position(offset)) == inside - between


@given(TEXTS, PLACES, st.integers(0, 40))
def test_the_text_around_a_place_is_cut_to_the_limit(text: str, place: Position, limit: int) -> None:
    buffer, offset = Buffer.of(text), plain_offset(text, place)

    assert buffer.before(place, limit) == text[max(0, offset - limit) : offset]
    assert buffer.after(place, limit) == text[offset : offset + limit]


@settings(max_examples=300)
@given(TEXTS, CHANGES)
def test_an_editing_session_leaves_the_text_it_would_leave_in_a_plain_string(
    text: str, changes: list[tuple[Position, Position, str]]
) -> None:
    buffer = Buffer.of(text)
    for start, end, inserted in changes:
        low, high = sorted((plain_offset(text, start), plain_offset(text, end)))
        buffer, edit = buffer.replace(start, end, inserted)
        assert edit == Edit(low, text[low:high], inserted)
        text = text[:low] + inserted + text[high:]
        assert buffer.text == text
        assert [buffer.line(at) for at in range(buffer.line_count)] == plain_lines(text)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 4000), st.integers(0, 3000)), max_size=12))
def test_a_text_of_many_chunks_is_edited_like_a_short_one(changes: list[tuple[int, int, int]]) -> None:
    text = "".join(f"{at}\n" for at in range(3000))
    buffer = Buffer.of(text)
    for one, other, count in changes:
        start, end = Position(min(one, other), 1), Position(max(one, other), 0)
        low, high = sorted((plain_offset(text, start), plain_offset(text, end)))
        buffer, _ = buffer.replace(start, end, "x\r" * count)
        text = text[:low] + "x\r" * count + text[high:]
        assert (buffer.text, buffer.line_count) == (text, len(plain_lines(text)))
        assert buffer.offset(Position(one, 0)) == plain_offset(text, Position(one, 0))
        assert buffer.before(Position(other, 0), 50) == text[: plain_offset(text, Position(other, 0))][-50:]


def test_a_snapshot_survives_the_edits_that_follow_it() -> None:
    snapshot = Buffer.of("a\nb")
    snapshot.replace(Position(0, 0), Position(1, 1), "changed")

    assert snapshot.text == "a\nb"


def test_an_edit_that_brings_cr_and_lf_together_makes_one_ending() -> None:
    assert check("a\rx\nb", (1, 0), (1, 1), "", "a\r\nb") == Edit(2, "x", "")
    assert check("a\rb", (1, 0), (1, 0), "\n", "a\r\nb") == Edit(2, "", "\n")


def test_text_put_at_the_end_of_a_line_stays_before_its_crlf() -> None:
    assert check("a\r\nb", (0, 9), (0, 9), "\r", "a\r\r\nb") == Edit(1, "", "\r")


def test_an_inverted_range_is_read_the_right_way_round() -> None:
    assert check("abc", (0, 2), (0, 1), "-", "a-c") == Edit(1, "b", "-")


def test_an_edit_after_a_form_feed_lands_where_the_editor_put_it() -> None:
    assert check("\x0cclass A:\nclass B", (1, 6), (1, 7), "C", "\x0cclass A:\nclass C") == Edit(16, "B", "C")


@pytest.mark.parametrize("index", [-1, 2])
def test_a_line_that_does_not_exist_is_an_error(index: int) -> None:
    with pytest.raises(IndexError):
        Buffer.of("a\nb").line(index)


def test_equal_texts_are_equal_and_hash_alike_however_they_came_about() -> None:
    edited, _ = Buffer.of("ac").replace(Position(0, 1), Position(0, 1), "b")

    assert edited == Buffer.of("abc")
    assert hash(edited) == hash(Buffer.of("abc"))
    assert edited != "abc"
