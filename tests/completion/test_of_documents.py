"""What is worked out of a document is worked out once a version."""

from dataclasses import replace

from centaur.completion import of_documents
from centaur.completion.of_documents import OfDocuments
from centaur.text.buffer import Buffer
from tests.support.fixture import fixture


class Length:
    """The length of a text, and which texts were counted."""

    def __init__(self) -> None:
        self.counted: list[str] = []
        self.of = OfDocuments(self._count)

    def _count(self, text: str) -> int:
        self.counted.append(text)
        return len(text)


def test_a_text_is_worked_on_once_until_it_changes() -> None:
    length, (document, _) = Length(), fixture("one$0")

    assert [length.of(document), length.of(replace(document, version=2)), length.of(document)] == [3, 3, 3]
    assert length.of(replace(document, buffer=Buffer.of("three"))) == 5
    assert length.counted == ["one", "three"]


def test_only_so_many_documents_are_remembered() -> None:
    length, (first, _) = Length(), fixture("first$0", path="/project/first.py")
    length.of(first)
    for number in range(of_documents.REMEMBERED):
        length.of(fixture("$0", path=f"/project/{number}.py")[0])
    length.of(first)

    assert length.counted.count("first") == 2
