"""What other tools find wrong in the open documents, as the editor last told it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from centaur.text.buffer import Edit
from centaur.text.document import Document

KEPT = 100
TOLD = 4
NEAR_LINES = 20
MESSAGE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """An error or a warning on a line, in the words of the tool that found it."""

    line: int
    severity: Literal["error", "warning"]
    message: str


class Problems:
    """The problems of each open document; lines that are added or taken away above one move it."""

    def __init__(self) -> None:
        self._by_uri: dict[str, tuple[Problem, ...]] = {}

    def found(self, uri: str, problems: Sequence[Problem]) -> None:
        """These are all that the document has now."""
        self._by_uri[uri] = tuple(
            replace(problem, message=" ".join(problem.message.split())[:MESSAGE_CHARS])
            for problem in problems[:KEPT]
        )

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        """The document is the new version, after these edits."""
        known = self._by_uri.get(document.uri)
        if not known:
            return
        for edit in edits:
            if added := edit.inserted.count("\n") - edit.removed.count("\n"):
                line = document.buffer.position(edit.start).line
                known = tuple(_moved(problem, line, added) for problem in known)
        self._by_uri[document.uri] = known

    def closed(self, uri: str) -> None:
        """The document is not open any more."""
        self._by_uri.pop(uri, None)

    def near(self, uri: str, line: int) -> tuple[Problem, ...]:
        """Those around the line, the nearest first and errors before warnings."""
        around = [problem for problem in self._by_uri.get(uri, ()) if abs(problem.line - line) <= NEAR_LINES]
        around.sort(key=lambda problem: (abs(problem.line - line), problem.severity))
        return tuple(around[:TOLD])


def _moved(problem: Problem, line: int, added: int) -> Problem:
    return replace(problem, line=max(line, problem.line + added)) if problem.line > line else problem
