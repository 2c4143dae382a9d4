"""Events to store: some of every kind, and as many of one as a test asks for."""

from centaur.evidence.events import (
    CorrectionEvent,
    DeliveredEvent,
    Event,
    FeedbackEvent,
    GenerationEvent,
    ImpossibleEvent,
    OpportunityEvent,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    Recorded,
    RejectedPlaceEvent,
    SessionEvent,
    ShownEvent,
    Stamp,
    SurvivalEvent,
    TypedInsteadEvent,
    TypingEvent,
    UndoneEvent,
)

ONE_OF_EACH: tuple[Event, ...] = (
    SessionEvent("start", "Visual Studio Code", "1.139.1", "0.1.0", "3.11.2", "linux"),
    OpportunityEvent("o1", "5f1d", "python", "automatic", "delivered", source="fresh", latency_ms=4.5),
    GenerationEvent(
        "g1",
        "o1",
        "model",
        "fresh",
        "ok",
        prompt_version=1,
        input_tokens=512,
        cost_usd=0.0001,
        estimated=True,
    ),
    DeliveredEvent("s1", "o1", "g1", "fresh", 0, 12, 0),
    ShownEvent("s1", 300.0, 12),
    ReadEvent("s1", 750.0),
    PartialEvent("s1", "word", 6),
    OutcomeEvent("s1", "accepted", "command", "explicit", 12, 12, 0, 1010.5),
    RejectedPlaceEvent("s2", "9f2c"),
    FeedbackEvent("s3", 0, 0, 42, "good"),
    ImpossibleEvent("s1", "accept", "accepted"),
    UndoneEvent("s1", 2000.0, 12),
    SurvivalEvent("s1", "15", 15_000.0, 12, True, 0.0, 1.0, 12),
    CorrectionEvent("s1", 4000.0, 3, 2, 1),
    TypedInsteadEvent("s2", 30_000.0, 7, 0.75, 0.5),
    TypingEvent(40, 12, 12, 0),
)


def recorded(event: Event, sequence: int, session: str = "session-1") -> Recorded:
    return Recorded(Stamp(session, sequence, 1_764_000_000_000 + sequence, float(sequence)), event)


def all_kinds(session: str = "session-1") -> list[Recorded]:
    return [recorded(event, sequence, session) for sequence, event in enumerate(ONE_OF_EACH, 1)]


def reads(count: int, first: int = 1, session: str = "session-1") -> list[Recorded]:
    return [recorded(ReadEvent(f"s{n}", 750.0), n, session) for n in range(first, first + count)]
