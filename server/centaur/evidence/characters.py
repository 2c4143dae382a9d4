"""Who brought the characters of a suggestion into the document: an accept command or the human's hands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Step:
    """A document change that went along: the part of the text it brought, and the delivery in force then."""

    start: int
    end: int
    base: int


class Characters:
    """Each character is accepted or not, once and for good, whichever comes first, the signal or the change.

    A partial accept says how far it went from the start of a delivery, the change says what it brought; a
    step that ends where a signal points was accepted, any other was typed.
    """

    __slots__ = ("_accepted", "_bases", "_first_seen", "_steps", "offered")

    def __init__(self, length: int) -> None:
        self._accepted = bytearray(length)
        self._steps: list[_Step] = []
        self._bases: list[int] = []
        self._first_seen: int | None = None
        self.offered = length

    @property
    def first_seen(self) -> int:
        """Where the text began when it was first seen; what was typed before that was not typed along."""
        return self._first_seen or 0

    @property
    def seen(self) -> bool:
        """Whether the human has seen the text."""
        return self._first_seen is not None

    @property
    def accepted(self) -> int:
        """How many characters accept commands brought; it only grows."""
        return sum(self._accepted[self.first_seen :])

    @property
    def complete_by_accept(self) -> bool:
        """Whether the last character was accepted."""
        return bool(self._accepted[-1])

    def brought(self, start: int, end: int) -> bytes:
        """Which of these characters accept commands brought: a one for each that they did."""
        return bytes(self._accepted[start:end])

    @property
    def accepted_end(self) -> int:
        """Where the last accepted character ends."""
        return self._accepted.rfind(1) + 1

    def typed(self, done: int) -> int:
        """How many of the first `done` characters were typed by hand after the text was first seen."""
        return max(0, done - self.first_seen) - sum(self._accepted[self.first_seen : done])

    def see(self, base: int | None = None) -> None:
        """The text became visible as it was delivered from `base` on, by default the last time."""
        if self._first_seen is None:
            self._first_seen = self._bases[-1] if base is None else base
            self.offered = len(self._accepted) - self._first_seen
            self._steps = [step for step in self._steps if step.start >= self._first_seen]

    def deliver(self, base: int, length: int) -> None:
        """The text from `base` on was sent to the editor; `length` is that of the whole text from now on."""
        self._bases.append(base)
        del self._accepted[length:]

    def advance(self, start: int, end: int) -> None:
        """A change brought this part of the text."""
        if not all(self._accepted[start:end]):
            self._steps.append(_Step(start, end, self._bases[-1]))

    def retreat(self, done: int) -> None:
        """Only the first `done` characters are still there."""
        self._steps = [step for step in self._steps if step.end <= done]

    def accept_part(self, length: int, done: int) -> tuple[int, int]:
        """The first `length` characters of a delivery were accepted, by this command or the ones before.

        The result is how many that are new, and how many of them had come before the signal.
        """
        step = self._step_ending(length)
        if step is None:
            return self._mark(done, self._bases[-1] + length, done)
        self._steps.remove(step)
        self.see(step.base)
        return self._mark(step.start, step.end, done)

    def accept_rest(self, done: int) -> tuple[int, int]:
        """All of it is accepted: what is missing, or the last step, where its change came first.

        The result is as that of `accept_part`.
        """
        first = done
        if self._steps and self._steps[-1].end == len(self._accepted):
            first = self._steps[-1].start
        return self._mark(first, len(self._accepted), done)

    def _step_ending(self, length: int) -> _Step | None:
        """The step that a signal means which counts `length` characters from the start of a delivery.

        Editors discard answers and go on with the text they have, so it may count from an older delivery; or
        a new one came between change and signal. Where several characters came at once that is sure enough;
        single ones are what hands type, so there the count must be exact.
        """
        for step in reversed(self._steps):
            if step.end - step.start > 1 and step.end - length in self._bases:
                return step
        last = self._steps[-1] if self._steps else None
        if last and last.base + length == last.end and (length == 1 or last.base == self._bases[-1]):
            return last
        return None

    def _mark(self, start: int, end: int, done: int) -> tuple[int, int]:
        end = min(end, len(self._accepted))
        new = self._accepted.count(0, start, end), self._accepted.count(0, start, min(end, done))
        self._accepted[start:end] = b"\x01" * max(0, end - start)
        return new
