"""An open document's index after any edits."""

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.local.open_text import OpenText
from centaur.text.buffer import Buffer, Edit
from centaur.text.document import Document
from tests.local.fixture import opened

LINE = st.sampled_from(["", "a = 1", "  b(2)", "c.d", "\n", "e\nf", "\r\n", "\r", "x y"])
CHANGE = st.tuples(st.integers(0, 80), st.integers(0, 80), LINE)


@given(st.lists(LINE, max_size=12), st.lists(st.lists(CHANGE, max_size=3), max_size=6))
@settings(max_examples=200, deadline=None)
def test_after_any_edits_it_holds_what_it_would_hold_if_opened_now(
    lines: list[str], rounds: list[list[tuple[int, int, str]]]
) -> None:
    document = opened("\n".join(lines))
    text = OpenText(document)
    for changes in rounds:
        document, edits = changed(document, changes)
        text.change(document, edits)

    now = OpenText(document)
    assert [stored(text, at) for at in range(12)] == [stored(now, at) for at in range(12)]
    assert live_tokens(text) == live_tokens(now)


def test_while_a_line_is_typed_nothing_is_stored_again() -> None:
    document = opened("a = 1\nb = 2\n")
    text = OpenText(document)
    size = len(text.evidence()[0].tokens)
    for at in (5, 6, 7):
        document, edits = changed(document, [(at, at, "0")])
        text.change(document, edits)
        index, own = text.evidence(0)
        assert len(index.tokens) == size
        assert index.tokens[own.start + 1 : own.stop] == ["a", "=", "1"]

    index, own = text.evidence(1)
    assert "1000" in index.tokens


def test_edits_far_apart_do_not_store_again_what_lies_between() -> None:
    document = opened("first_name = another\n" * 1000)
    text = OpenText(document)
    size = len(text.evidence()[0].tokens)
    for at in (0, 15_000):
        document, edits = changed(document, [(at, at, "b")])
        text.change(document, edits)

    assert len(text.evidence()[0].tokens) < size + 100


def test_a_document_that_grows_is_stored_in_an_index_of_its_size() -> None:
    document = opened("")
    text = OpenText(document)
    document, edits = changed(document, [(0, 0, "a = 1\n" * 3000)])
    text.change(document, edits)

    assert not text.evidence()[0].crowded


def test_a_long_session_of_edits_does_not_grow_the_index_without_end() -> None:
    document = opened("a = 1\nb = 2\n" * 40)
    text = OpenText(document)
    for turn in range(1000):
        start = 0 if turn % 2 else 60
        document, edits = changed(document, [(start, start + 1, "ab"[turn % 2])])
        text.change(document, edits)
        text.evidence()

    assert len(text.evidence()[0].tokens) < 15_000


def changed(document: Document, changes: list[tuple[int, int, str]]) -> tuple[Document, list[Edit]]:
    buffer, edits = document.buffer, []
    for one, other, new in changes:
        start, end = sorted((one, other))
        buffer, edit = buffer.replace(buffer.position(start), buffer.position(end), new)
        edits.append(edit)
    return Document(document.uri, document.path, document.language, 2, Buffer.of(buffer.text)), edits


def stored(text: OpenText, line: int) -> list[str]:
    """What is stored for a line, without how it is indented."""
    text.evidence()
    index, own = text.evidence(line)
    return index.tokens[own.start : own.stop][1:]


def live_tokens(text: OpenText) -> int:
    index, _ = text.evidence()
    return len(index.tokens) - index.blanks
