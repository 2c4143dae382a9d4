"""Edits taken apart still make the same document."""

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.evidence.edits import MAX_COMPARED, pieces, trimmed
from centaur.text.buffer import Edit

WORDS = st.lists(st.sampled_from(["name", "x", "(", ")", " ", "\n    ", ","]), max_size=12).map("".join)


def applied(document: str, edit: Edit) -> str:
    assert document[edit.start : edit.start + len(edit.removed)] == edit.removed
    return document[: edit.start] + edit.inserted + document[edit.start + len(edit.removed) :]


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS, WORDS, WORDS)
def test_the_pieces_of_an_edit_make_the_same_document(
    before: str, removed: str, inserted: str, after: str
) -> None:
    document, edit = before + removed + after, Edit(len(before), removed, inserted)
    whole = in_pieces = applied(document, edit)
    assert applied(document, trimmed(edit)) == whole

    in_pieces = document
    for piece in pieces(edit):
        in_pieces = applied(in_pieces, piece)
    assert in_pieces == whole


def test_a_formatter_s_edit_is_only_the_spaces_it_puts() -> None:
    edit = Edit(10, "f(a,b)\ng(c,d)", "f(a, b)\ng(c, d)")

    assert pieces(edit) == [Edit(21, "", " "), Edit(14, "", " ")]


def test_a_text_written_anew_is_replaced_as_a_whole() -> None:
    edit = Edit(0, "for item in items: print(item)", "while queue: handle(queue.pop())")

    assert pieces(edit) == [edit]


def test_what_is_too_long_to_compare_is_replaced_as_a_whole() -> None:
    words = [f"word{number}" for number in range(MAX_COMPARED // 10)]
    edit = Edit(0, " ".join(words), "  ".join(words))

    assert len(edit.removed) < MAX_COMPARED < len(edit.removed) + len(edit.inserted)
    assert pieces(edit) == [edit]


def test_what_stays_at_both_ends_was_not_edited() -> None:
    assert trimmed(Edit(3, "items.)", "items.append(x))")) == Edit(9, "", "append(x)")
