"""Four weeks of somebody's work with suggestions, drawn by chance from a seed: for what has to look real."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    GenerationEvent,
    Moment,
    OpportunityEvent,
    OutcomeEvent,
    ReadEvent,
    Recorded,
    SessionEvent,
    ShownEvent,
    Stamp,
    SurvivalEvent,
    TypingEvent,
)

DAY_MS = 86_400_000
LANGUAGES = {"python": 0.36, "typescript": 0.30, "rust": 0.22, "markdown": 0.10}
"""How often a suggestion that was read is accepted, at an answer of 200 ms."""

MODELS = {"qwen2.5-coder:7b": 0.00004, "codestral-latest": 0.0002}
"""What an answer costs, in USD."""

MOMENTS: tuple[Moment, ...] = ("15", "30", "120", "300", "600")


def month(until_ms: int, seed: int = 1, days: int = 28) -> list[Recorded]:
    """The events of the days before `until_ms`, some sessions a day and fewer at weekends."""
    chance = random.Random(seed)
    recorded: list[Recorded] = []
    for day in range(days):
        midnight = until_ms - (days - day) * DAY_MS
        weekend = (midnight // DAY_MS + 4) % 7 in {0, 6}
        for number in range(chance.randint(0, 1) if weekend else chance.randint(2, 5)):
            session = Session(f"d{day}s{number}", midnight + (8 + 2 * number) * 3_600_000, chance)
            recorded += session.events(chance.randint(8, 40), progress=day / days)
    return recorded


@dataclass(slots=True)
class Session:
    """One window, in one language, with one model."""

    name: str
    time_ms: int
    chance: random.Random
    sequence: int = 0
    language: str = field(init=False)
    model: str = field(init=False)
    mood: float = field(init=False)

    def __post_init__(self) -> None:
        self.language = self.chance.choices(tuple(LANGUAGES), (5, 3, 2, 1))[0]
        self.model = self.chance.choice(("", *MODELS))
        self.mood = self.chance.gauss(0, 0.07)

    def events(self, requests: int, progress: float) -> Iterator[Recorded]:
        """The session's events; later in the month more is accepted."""
        yield self._at(SessionEvent("start", "vscode"))
        for number in range(requests):
            for event in self._request(f"{self.name}r{number}", progress):
                yield self._at(event)
            self.time_ms += self.chance.randint(5_000, 90_000)
            if number % 4 == 3:
                typed, accepted = self.chance.randint(40, 220), self.chance.randint(0, 90)
                yield self._at(TypingEvent(typed, self.chance.randint(0, 30), accepted, 0))

    def _at(self, event: Event) -> Recorded:
        self.sequence += 1
        return Recorded(Stamp(self.name, self.sequence, self.time_ms, float(self.sequence)), event)

    def _request(self, name: str, progress: float) -> Iterator[Event]:
        source = self.chance.choices(("fresh", "memory", "disk"), (7, 2, 1))[0]
        latency = self._latency(source)
        result = self.chance.choices(("delivered", "empty", "filtered", "failed"), (60, 25, 9, 2))[0]
        reason = (
            self.chance.choice(("repetition", "secrets", "brackets", "echo")) if result == "filtered" else ""
        )
        version = 1 if progress < 0.5 else 2
        price = MODELS.get(self.model, 0.0)
        yield GenerationEvent(
            f"g{name}",
            f"o{name}",
            "model" if self.model else "local",
            source,
            "complete",
            model=self.model,
            prompt_id="complete" if self.model else "",
            prompt_version=version if self.model else None,
            input_tokens=600 if self.model else None,
            output_tokens=20 if self.model else None,
            cost_usd=price if source == "fresh" else 0.0,
            saved_usd=0.0 if source == "fresh" else price,
            first_token_ms=latency * 0.6 if source == "fresh" else None,
        )
        yield OpportunityEvent(
            f"o{name}",
            "document",
            self.language,
            "automatic",
            result,
            reason,
            source if result == "delivered" else "",
            latency,
            experiment="shorter" if self.model else "",
            arm=self.chance.choice(("control", "shorter")) if self.model else "",
            propensity=0.5 if self.model else None,
        )
        if result == "delivered":
            yield from self._suggestion(name, source, latency, progress)

    def _latency(self, source: str) -> float:
        if source != "fresh":
            return self.chance.uniform(0.2, 6)
        return self.chance.lognormvariate(5.5, 0.7) if self.model else self.chance.uniform(1, 12)

    def _suggestion(self, name: str, source: str, latency: float, progress: float) -> Iterator[Event]:
        length = self.chance.randint(8, 120)
        changed = self.chance.choices(("", "trailing_space", "closing_brackets"), (8, 1, 1))[0]
        yield DeliveredEvent(f"s{name}", f"o{name}", f"g{name}", source, 0, length, 0, changed_by=changed)
        if self.chance.random() < 0.1:
            return
        yield ShownEvent(f"s{name}", 300.0, length)
        if self.chance.random() < 0.15:
            yield OutcomeEvent(f"s{name}", "ignored", "cursor_left", "observed", length, 0, 0, 400.0)
            return
        yield ReadEvent(f"s{name}", 750.0)
        likely = LANGUAGES[self.language] + self.mood + 0.1 * progress - 0.05 * (latency > 300)
        if self.chance.random() < likely:
            yield OutcomeEvent(f"s{name}", "accepted", "command", "explicit", length, length, 0, 1200.0)
            yield from self._survival(f"s{name}", length)
        elif self.chance.random() < 0.3:
            yield OutcomeEvent(f"s{name}", "rejected_explicit", "escape", "explicit", length, 0, 0, 900.0)
        else:
            yield OutcomeEvent(f"s{name}", "rejected_implicit", "other_text", "observed", length, 0, 4, 900.0)

    def _survival(self, suggestion: str, length: int) -> Iterator[Event]:
        kept = 1.0
        closed = self.chance.randint(2, 30)
        for number, moment in enumerate(MOMENTS):
            after = float(moment) * 1000
            if number >= closed:
                yield SurvivalEvent(suggestion, moment, after, length, censored_reason="closed")
                continue
            if self.chance.random() < 0.12:
                kept *= self.chance.uniform(0.3, 0.95)
            yield SurvivalEvent(
                suggestion, moment, after, length, kept == 1, 1 - kept, kept, round(length * kept)
            )
