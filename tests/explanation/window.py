"""A window whose code is explained, with everything around it in reach."""

from typing import Any

from centaur.evidence.events import (
    Event,
)
from centaur.explanation.explanations import Explanations
from centaur.explanation.types import Explanation, Insertion
from centaur.explanation.why import Recent
from centaur.text.document import Document
from tests.explanation.code import code
from tests.support.explaining import explainer
from tests.support.fakes import FakeClock, FakeModel, MemoryCache, runtime

CODE = "x = 1\n\n\ndef add(a, b):\n    return $0a + b\n"
WORDS = "### What it does\nAdds two things.\n\n### How\n- Uses `+` (L5)."
DOCSTRING = '    """Adds two things.\n\n    How:\n    - Uses `+`.\n    """\n'


class Window:
    """Explanations with everything around them in reach, and a document."""

    def __init__(self, text: str = CODE, says: str = WORDS) -> None:
        self.clock, self.events = FakeClock(), list[Event]()
        self.cache = MemoryCache()
        run = runtime(self.events, self.clock)
        self.recent = Recent(self.events.append)
        made = explainer(run, FakeModel([says] * 9, style="chat"), self.cache)
        self.explanations = Explanations(lambda: made, self.recent, run, lambda uri: f"hash of {uri}")
        self.document, self.start, self.end = code(text)

    async def explain(self, seconds: float = 2.0) -> Explanation:
        """An explanation that has been looked at for so long."""
        selection = self.start, self.end
        found = await self.explanations.explain(self.document, selection, [], lambda _markdown: None)
        self.clock.advance(seconds)
        return found

    def insert(self, insertion: Insertion) -> bool:
        """The editor does it; whether it was seen for what it is."""
        buffer, edit = self.document.buffer.replace(insertion.position, insertion.position, insertion.text)
        self.document = Document(self.document.uri, None, "python", self.document.version + 1, buffer)
        return self.explanations.edited(self.document, [edit])

    def undo(self, insertion: Insertion) -> None:
        start = self.document.buffer.offset(insertion.position)
        end = self.document.buffer.position(start + len(insertion.text))
        buffer, edit = self.document.buffer.replace(insertion.position, end, "")
        self.document = Document(self.document.uri, None, "python", self.document.version + 1, buffer)
        self.explanations.edited(self.document, [edit])
        self.explanations.changed_because(self.document.uri, "undo")

    def accept(self, explanation: Explanation, kept: str = WORDS) -> Insertion:
        found = self.explanations.accept(explanation.id, self.document, kept, "docstring")
        assert found
        return found

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]
