"""An editor that sends no signal, and what may be told of a suggestion there."""

from centaur.evidence.inference import Inference
from centaur.text.buffer import Edit
from tests.evidence.life import TEXT, URI, Life, check

OTHER = "file:///other.py"


class Silent(Life):
    """An editor that asks and changes documents, and says nothing else."""

    def __init__(self, before: str = "value = $0\n") -> None:
        super().__init__(before)
        self.inference = Inference(self.lifecycle)

    def offer(self, *texts: str) -> str:
        self.ask()
        first = super().offer(*texts)
        self.inference.delivered(URI, self.cursor, first, texts[0], self.now)
        return first

    def ask(self, uri: str = URI, offset: int | None = None) -> None:
        """A request that is not answered."""
        self.inference.asked(uri, self.cursor if offset is None else offset, self.now)

    def follow(self, edit: Edit) -> None:
        self.inference.edit(URI, [edit], self.now)

    def offer_and_wait(self, text: str = TEXT, seconds: float = 1.0) -> str:
        suggestion_id = self.offer(text)
        self.wait(seconds)
        return suggestion_id


def check_silent(life: Silent, outcome: str, *, accepted: int = 0, typed: int = 0, reason: str = "") -> None:
    """This is the one outcome, and it says that it is inferred."""
    assert check(life, outcome, accepted=accepted, typed=typed, reason=reason).evidence == "inferred"
    assert life.lifecycle.impossible == 0


def check_nothing_told(life: Silent) -> None:
    """Nobody knows whether it was seen: it is in no denominator."""
    life.wait(700)
    assert (life.shown_ids, life.read_ids, life.outcomes) == ([], [], [])
    assert life.lifecycle.impossible == 0
