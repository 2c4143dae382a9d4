"""What is remembered of the other documents of a window."""

from dataclasses import replace

from centaur.completion import neighbours
from centaur.completion.neighbours import Neighbours
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.fixture import fixture


def opened(name: str, text: str = "x = 1\n") -> Document:
    return fixture(text + "$0", path=f"/project/{name}")[0]


def typed(beside: Neighbours, document: Document, line: int, text: str) -> Document:
    """The document with the text typed at the end of the line, one key after the other."""
    for character in text:
        end = Position(line, len(document.buffer.line(line)))
        buffer, edit = document.buffer.replace(end, end, character)
        document = replace(document, buffer=buffer, version=document.version + 1)
        beside.changed(document, [edit])
    return document


def test_the_last_document_comes_first_and_the_own_one_not_at_all() -> None:
    beside = Neighbours()
    for name in ("a.py", "b.py", "c.py", "a.py"):
        beside.changed(opened(name), ())

    assert [other.path for other in beside.others(opened("c.py"))] == ["/project/a.py", "/project/b.py"]


def test_a_document_that_was_closed_is_still_remembered_and_known_to_be_closed() -> None:
    beside, document = Neighbours(), opened("a.py")
    beside.changed(document, ())
    assert beside.is_open(document)

    beside.closed(document.uri)
    assert list(beside.others(opened("b.py"))) == [document]
    assert not beside.is_open(document)

    beside.changed(document, ())
    assert beside.is_open(document)


def test_only_so_many_are_remembered() -> None:
    beside = Neighbours()
    for number in range(neighbours.DOCUMENTS + 3):
        beside.changed(opened(f"{number}.py"), ())

    assert len(list(beside.others(opened("other.py")))) == neighbours.DOCUMENTS


def test_what_is_excluded_or_too_large_is_never_told() -> None:
    beside = Neighbours(lambda path: "excluded" if path == "/project/secret.py" else "")
    secret = opened("secret.py")
    for document in (secret, opened("large.py", "x" * (neighbours.MAX_CHARS + 1)), opened("a.py")):
        beside.changed(document, ())
    typed(beside, secret, 0, "23")

    assert [other.path for other in beside.others(opened("b.py"))] == ["/project/a.py"]
    assert list(beside.edits(opened("b.py"), 0)) == []


def test_the_keys_on_one_line_are_one_edit() -> None:
    beside, document = Neighbours(), opened("a.py", "x = 1\ny = 2\n")
    beside.changed(document, ())
    document = typed(beside, document, 0, "00")
    typed(beside, document, 1, "5")

    told = [(edit.before, edit.after) for edit in beside.edits(opened("b.py"), 0)]

    assert told == [("y = 2", "y = 25"), ("x = 1", "x = 100")]


def test_the_line_of_the_cursor_is_told_by_the_prefix_alone() -> None:
    beside, document = Neighbours(), opened("a.py")
    beside.changed(document, ())
    document = typed(beside, document, 0, "0")

    assert list(beside.edits(document, 0)) == []
    assert len(list(beside.edits(document, 1))) == 1
