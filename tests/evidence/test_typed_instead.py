"""What the human wrote where a text was read and not accepted: compared after 30 s, kept only as text."""

import pytest

from centaur.evidence.events import TypedInsteadEvent
from tests.evidence.life import TEXT, Life, only


def check(life: Life, typed: str) -> TypedInsteadEvent:
    """After 30 s this stands in the place of the only text that was not accepted."""
    life.wait(31)
    row = only(life.of(TypedInsteadEvent))
    kept = [(one, text) for kind, one, text in life.kept if kind == "typed_instead"]
    assert kept == [(row.suggestion_id, typed)]
    assert row.typed_chars == len(typed)
    return row


def test_what_was_typed_over_it_is_compared_with_it() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.write("insert(0, name)")

    row = check(life, "insert(0, name)")
    assert row.kept_ratio == 3 / 4
    assert 0 < row.edit_ratio < 1


def test_what_is_typed_after_escape_is_written_instead() -> None:
    life = Life()
    life.dismiss(life.offer_and_show(TEXT), "escape")
    life.replace(0, 0, "import os\n")
    life.write("pop()")

    check(life, "pop()")


def test_what_was_typed_along_before_belongs_to_it() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.write("appoint()")

    check(life, "appoint()")


def test_nothing_written_is_an_answer_too() -> None:
    life = Life()
    life.dismiss(life.offer_and_show(TEXT), "cursor_left")

    assert check(life, "").edit_ratio == 1


def test_it_is_looked_at_once_and_not_before_its_time() -> None:
    life = Life()
    life.dismiss(life.offer_and_show(TEXT), "escape")
    life.wait(29)
    assert life.of(TypedInsteadEvent) == []

    life.wait(3600)
    assert len(life.of(TypedInsteadEvent)) == 1


def test_one_that_another_suggestion_superseded_counts_by_what_was_typed() -> None:
    life = Life()
    life.offer_and_show(TEXT)
    life.offer("extend(names)")
    life.write("clear()")

    check(life, "clear()")


def accept_it_after_all(life: Life, suggestion: str) -> None:
    life.dismiss(suggestion, "cursor_left")
    life.insert(TEXT)
    life.accept(suggestion)


def show_it_again(life: Life, suggestion: str) -> None:
    life.dismiss(suggestion, "cursor_left")
    life.show(suggestion)


def accept_another_there(life: Life, suggestion: str) -> None:
    life.dismiss(suggestion, "escape")
    life.take("other()")


def close(life: Life, suggestion: str) -> None:
    life.dismiss(suggestion, "escape")
    life.close()


def reload(life: Life, suggestion: str) -> None:
    life.dismiss(suggestion, "escape")
    life.replace(0, len(life.text), "from elsewhere")
    life.explain("reload")


def paste_a_book(life: Life, suggestion: str) -> None:
    life.dismiss(suggestion, "escape")
    life.insert("word " * 10_000)


@pytest.mark.parametrize(
    "story", [accept_it_after_all, show_it_again, accept_another_there, close, reload, paste_a_book]
)
def test_where_nothing_was_written_instead_by_hand_nothing_is_told(story: object) -> None:
    life = Life()
    story(life, life.offer_and_show(TEXT))  # type: ignore[operator]  # one of the functions above
    life.wait(40)

    assert life.of(TypedInsteadEvent) == []


@pytest.mark.parametrize("dismissed", [True, False])
def test_what_was_not_read_has_nothing_instead(dismissed: bool) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT, visible=0.5)
    if dismissed:
        life.dismiss(suggestion, "escape")
    life.write("pop()")
    life.wait(40)

    assert life.of(TypedInsteadEvent) == []


def test_a_candidate_that_another_one_hid_has_nothing_instead() -> None:
    life = Life()
    life.offer("one", "two")
    for candidate in ("s1", "s2"):
        life.show(candidate)
        life.wait(1)
    life.write("pop()")
    life.wait(31)

    assert [row.suggestion_id for row in life.of(TypedInsteadEvent)] == ["s2"]


def test_an_editor_that_replaces_the_whole_line_wrote_only_what_is_new() -> None:
    life = Life("x$0")
    life.dismiss(life.offer_and_show(TEXT), "escape")
    life.replace(0, 1, "x.insert(0, value)")

    check(life, ".insert(0, value)")
