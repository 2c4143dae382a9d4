"""Promises about the server's copy of a text: it is what the editor has, whatever was typed."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from centaur.lsp.documents import OpenDocuments
from centaur.text.buffer import Edit
from centaur.text.document import Document

URI = "file:///project/a%20b.py"
LINE_ENDING = re.compile(r"\r\n|\r|\n")
ALPHABET = "ab😀\u2028\x0c\x85\r\n"


class PlainText:
    """The oracle: a text in UTF-16 as an editor keeps it, addressed by line and unit."""

    def __init__(self, text: str) -> None:
        self.text = text

    def offset(self, place: types.Position) -> int:
        starts = [0, *(ending.end() for ending in LINE_ENDING.finditer(self.text))]
        if place.line >= len(starts):
            return len(self.text)
        line = LINE_ENDING.split(self.text)[place.line]
        units = line.encode("utf-16-le")[: 2 * place.character]
        return starts[place.line] + len(units.decode("utf-16-le", "ignore"))

    def replace(self, place: types.Range, new: str) -> Edit:
        start, end = self.offset(place.start), self.offset(place.end)
        edit = Edit(start, self.text[start:end], new)
        self.text = self.text[:start] + new + self.text[end:]
        return edit


def opened(text: str, uri: str = URI) -> tuple[OpenDocuments, Document]:
    documents = OpenDocuments()
    return documents, documents.open(types.TextDocumentItem(uri, "python", 1, text))


def change(
    documents: OpenDocuments, version: int, *changes: types.TextDocumentContentChangeEvent
) -> tuple[Document, list[Edit]]:
    identifier = types.VersionedTextDocumentIdentifier(version, URI)
    changed = documents.change(types.DidChangeTextDocumentParams(identifier, changes))
    assert changed
    return changed[0], list(changed[1])


def some_place(dice: random.Random) -> types.Range:
    places = [(dice.randrange(14), dice.randrange(14)) for _ in range(2)]
    places += [(2**31 - 1, 2**31 - 1)] if dice.random() < 0.05 else []
    low, high = sorted(dice.sample(places, 2))
    return types.Range(types.Position(*low), types.Position(*high))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_after_a_thousand_changes_the_text_is_the_editors(seed: int) -> None:
    dice = random.Random(seed)
    text = PlainText("".join(dice.choices(ALPHABET, k=60)))
    documents, document = opened(text.text)
    for version in range(2, 1002):
        place, new = some_place(dice), "".join(dice.choices(ALPHABET, k=dice.randrange(8)))
        document, edits = change(documents, version, types.TextDocumentContentChangePartial(place, new))
        assert edits == [text.replace(place, new)]
        assert document.buffer.text == text.text
    assert document.version == 1001


def test_the_changes_of_one_notice_follow_each_other() -> None:
    documents, _ = opened("one\ntwo")
    at = types.Range(types.Position(0, 0), types.Position(1, 0))
    whole = types.TextDocumentContentChangeWholeDocument("new")
    document, edits = change(documents, 2, types.TextDocumentContentChangePartial(at, "x"), whole, whole)

    assert document.buffer.text == "new"
    assert edits == [Edit(0, "one\n", "x"), Edit(0, "xtwo", "new"), Edit(0, "new", "new")]


def test_an_old_version_keeps_its_text() -> None:
    documents, old = opened("old")
    change(documents, 2, types.TextDocumentContentChangeWholeDocument("new"))

    assert old.buffer.text == "old"


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        (URI, "/project/a b.py"),
        ("untitled:Untitled-1", None),
        ("/project/a.py", None),
        ("file:///etc/%00passwd", None),
        ("http://[broken", None),
        ("vscode-notebook-cell:/project/n.ipynb#W0", None),
    ],
)
def test_only_a_file_has_a_path(uri: str, path: str | None) -> None:
    assert opened("", uri)[1].path == path


def test_a_closed_document_is_gone() -> None:
    documents, _ = opened("x")

    assert documents.close(URI)
    assert documents.get(URI) is None
    assert not documents.close(URI)
