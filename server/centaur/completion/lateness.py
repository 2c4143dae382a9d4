"""Whether a model is too slow for its deadline: said after three late answers, with the setting to change."""

from dataclasses import dataclass

from centaur.completion.types import Generation

MANY = 3


@dataclass(slots=True)
class Lateness:
    """The late answers of a model since the last one in time; `name` and `deadline_ms` are what is said."""

    name: str
    deadline_ms: int
    _late: int = 0
    _first_token_ms: float | None = None

    @property
    def problem(self) -> str:
        """What is wrong and what to set, or "" while the model is fast enough."""
        if self._late < MANY:
            return ""
        first, deadline = self._first_token_ms, f"your deadline is {self.deadline_ms / 1000:.1f} s"
        took = "no answer in time" if first is None else f"first token after {first / 1000:.1f} s"
        return f"{self.name}: {took}; {deadline} (deadline_ms): raise it or take a smaller model"

    def late(self) -> None:
        """A request was answered without the model."""
        self._late += 1

    def in_time(self) -> None:
        """The model answered a request within its deadline."""
        self._late = 0

    def took(self, generation: Generation) -> None:
        """A call ended, however late."""
        self._first_token_ms = generation.first_token_ms or self._first_token_ms
