"""A suggested text is followed through edits as editors really make them."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.evidence.place import Move, Place
from centaur.text.buffer import Edit

TEXT = "append(name)"


def check(before: str, text: str, edits: list[str], after: str, move: Move, *, rest: str = "") -> None:
    """Offer `text` at `$0` of `before` and make the edits, written into the document as «removed|inserted».

    The document is then `after`, its `$0` where the place has its cursor; `move` is what the last edit meant.
    """
    place, document = Place(before.index("$0"), text), before.replace("$0", "")
    last = None
    for marked in edits:
        edit, document = _edited(document, marked)
        last = place.apply(edit)
    assert document == after.replace("$0", "")
    assert (last, place.cursor) == (move, after.index("$0"))
    assert place.rest == rest


def _edited(document: str, marked: str) -> tuple[Edit, str]:
    head, removed, inserted, tail = re.split("[«|»]", marked)
    assert document == head + removed + tail
    return Edit(len(head), removed, inserted), head + inserted + tail


def test_typing_the_beginning_goes_along() -> None:
    check("a.$0\n", TEXT, ["a.«|app»\n"], "a.app$0\n", Move.ALONG, rest="end(name)")


def test_typing_other_text_does_not() -> None:
    check("a.$0\n", TEXT, ["a.«|q»\n"], "a.$0q\n", Move.OTHER_TEXT, rest=TEXT)


def test_a_text_that_only_begins_alike_is_other_text() -> None:
    check("a.$0\n", TEXT, ["a.«|apply»\n"], "a.$0apply\n", Move.OTHER_TEXT, rest=TEXT)


def test_erasing_what_was_typed_goes_back() -> None:
    check("a.$0\n", TEXT, ["a.«|app»\n", "a.a«pp|»\n"], "a.a$0\n", Move.BACK, rest="ppend(name)")


def test_erasing_more_goes_before_the_anchor() -> None:
    check("a.$0\n", TEXT, ["a.«|app»\n", "a«.app|»\n"], "a$0\n", Move.BEFORE_ANCHOR, rest=TEXT)


def test_typing_again_what_was_erased_restores_the_place() -> None:
    edits = ["a.«|app»\n", "a«.app|»\n", "a«|.»\n", "a.«|a»\n"]
    check("a.$0\n", TEXT, edits, "a.a$0\n", Move.ALONG, rest="ppend(name)")


def test_nothing_fits_while_a_part_of_the_place_is_missing() -> None:
    place = Place(2, TEXT)
    place.apply(Edit(0, "a.", ""))

    assert not place.fits(0, TEXT)


def test_an_insertion_before_shifts_the_place() -> None:
    check("a.$0\n", TEXT, ["«|import b\n»a.\n"], "import b\na.$0\n", Move.ELSEWHERE, rest=TEXT)


def test_a_deletion_before_shifts_the_place() -> None:
    check("b\na.$0\n", TEXT, ["«b\n|»a.\n"], "a.$0\n", Move.ELSEWHERE, rest=TEXT)


def test_an_edit_behind_leaves_the_place() -> None:
    check("a.$0\nb", TEXT, ["a.\nb«|c»"], "a.$0\nbc", Move.ELSEWHERE, rest=TEXT)


def test_erasing_the_character_before_a_place_that_was_typed_into_is_elsewhere() -> None:
    check("a.$0\n", TEXT, ["a.«|app»\n", "a«.|»app\n"], "aapp$0\n", Move.ELSEWHERE, rest="end(name)")


def test_a_change_inside_what_was_typed_is_other_text() -> None:
    check("a.$0\n", TEXT, ["a.«|app»\n", "a.a«|x»pp\n"], "a.a$0xpp\n", Move.OTHER_TEXT, rest="ppend(name)")


def test_replacing_the_line_with_its_own_text_and_more_goes_along() -> None:
    check("a.$0\n", TEXT, ["«a.|a.append(name)»\n"], "a.append(name)$0\n", Move.ALONG)


def test_replacing_the_line_around_the_cursor_goes_along() -> None:
    check("f($0)\n", "name", ["«f()|f(name)»\n"], "f(name$0)\n", Move.ALONG)


def test_replacing_the_whole_document_goes_along_when_only_the_text_came() -> None:
    before, after = "x = 1\na.\ny = 2\n", "x = 1\na.append(name)\ny = 2\n"
    check("x = 1\na.$0\ny = 2\n", TEXT, [f"«{before}|{after}»"], after.replace(")\n", ")$0\n"), Move.ALONG)


def test_replacing_the_whole_document_shifts_the_place_when_it_changed_elsewhere() -> None:
    check("x = 1\na.$0\n", TEXT, ["«x = 1\na.\n|y = 10\na.\n»"], "y = 10\na.$0\n", Move.ELSEWHERE, rest=TEXT)


def test_a_text_that_repeats_what_follows_the_cursor_is_found_at_the_cursor() -> None:
    check("f($0)\n", ")", ["«f()|f())»\n"], "f()$0)\n", Move.ALONG)


def test_replacing_a_selection_over_the_place_is_other_text() -> None:
    check("a.$0\nb", TEXT, ["«a.\n|q»b"], "q$0b", Move.OTHER_TEXT, rest=TEXT)


def test_a_word_completed_by_the_editor_over_the_anchor_is_other_text() -> None:
    check("It$0\n", "em.name", ["«It|iterate»\n"], "iterate$0\n", Move.OTHER_TEXT, rest="em.name")


def test_where_other_text_came_over_the_anchor_the_place_is_behind_it() -> None:
    edits = ["«It|iterate»\n", "iterate«|em»\n"]
    check("It$0\n", "em.name", edits, "iterateem$0\n", Move.ALONG, rest=".name")


def test_a_bracket_that_the_editor_closes_goes_along() -> None:
    check("a.append$0\n", "(name)", ["a.append«|()»\n"], "a.append($0)\n", Move.ALONG, rest="name")


def test_a_quote_that_the_editor_closes_goes_along() -> None:
    check("a = $0\n", '"b"', ['a = «|""»\n'], 'a = "$0"\n', Move.ALONG, rest="b")


def test_what_the_editor_closed_is_not_offered_again() -> None:
    place = Place(0, "f(g(x))\n")
    for edit in (Edit(0, "", "f"), Edit(1, "", "()")):
        place.apply(edit)

    assert place.rest == ""  # The closer stands in the middle of the rest: nothing can be inserted there.


def test_the_text_is_complete_when_only_what_the_editor_closed_was_missing() -> None:
    place = Place(0, "f(x)")
    for edit in (Edit(0, "", "f"), Edit(1, "", "()"), Edit(2, "", "x")):
        place.apply(edit)

    assert place.complete


def test_typing_over_a_closing_bracket_goes_along() -> None:
    edits = ["f«|()»", "f(«|x»)", "f(x«)|)»"]
    check("f$0", "(x) + 1", edits, "f(x)$0", Move.ALONG, rest=" + 1")


def test_the_line_below_that_the_editor_opens_within_brackets_goes_along() -> None:
    edits = ["f {«|\n  \n»}"]
    check("f {$0}", "\n  return 1;\n", edits, "f {\n  $0\n}", Move.ALONG, rest="return 1;")


def test_the_same_text_inserted_one_by_one_is_complete() -> None:
    place = Place(5, TEXT)
    for index, character in enumerate(TEXT):
        assert not place.complete
        assert place.apply(Edit(5 + index, "", character)) is Move.ALONG

    assert place.complete


WORDS = st.text("ab(\n", max_size=4)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_the_place_calls_done_stands_in_the_document(data: st.DataObject) -> None:
    document = data.draw(st.text("ab(\n", max_size=8))
    place = Place(
        data.draw(st.integers(0, len(document))), data.draw(st.text("ab(\n", min_size=1, max_size=6))
    )
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(document)))
        end = data.draw(st.integers(start, len(document)))
        edit = Edit(start, document[start:end], data.draw(WORDS))
        document = document[:start] + edit.inserted + document[end:]
        place.apply(edit)

        assert document[place.anchor : place.cursor] == place.text[: place.done]


@settings(max_examples=300, deadline=None)
@given(st.text("ab\n"), st.text("ab\n"), st.text("ab\n", min_size=1, max_size=5), st.data())
def test_an_insertion_is_the_same_however_much_around_it_the_editor_replaces(
    before: str, after: str, text: str, data: st.DataObject
) -> None:
    typed = text[: data.draw(st.integers(1, len(text)))]
    head = before[data.draw(st.integers(0, len(before))) :]
    tail = after[: data.draw(st.integers(0, len(after)))]
    narrow, wide = Place(len(before), text), Place(len(before), text)
    narrow.apply(Edit(len(before), "", typed))
    wide.apply(Edit(len(before) - len(head), head + tail, head + typed + tail))

    assert (narrow.done, narrow.anchor) == (wide.done, wide.anchor) == (len(typed), len(before))
