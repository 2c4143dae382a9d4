"""Whatever is said in whatever order: one outcome at most, after it was shown, and none by time alone."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.evidence.events import DeliveredEvent, Event, OutcomeEvent, ReadEvent, ShownEvent, SurvivalEvent
from centaur.explanation.types import Insertion
from centaur.text.positions import Position
from tests.explanation.window import WORDS, Window

ACTIONS = (
    "explain",
    "accept",
    "document",
    "insert",
    "reject",
    "leave",
    "type",
    "undo",
    "wait",
    "close",
    "label",
)


async def live(actions: list[tuple[str, int]]) -> list[Event]:
    """Do all of it in a window; the events in order."""
    window = Window()
    ids = ["unknown"]
    insertions = [Insertion(Position(0, 0), "y = 1\n")]
    for action, number in actions:
        explanation_id = ids[number % len(ids)]
        match action:
            case "explain":
                ids.append((await window.explain(seconds=number / 4)).id)
            case "accept" | "document":
                found = (
                    window.explanations.accept(explanation_id, window.document, WORDS[number:], "docstring")
                    if action == "accept"
                    else window.explanations.documentation(explanation_id, window.document)
                )
                insertions.extend([found] if found else [])
            case "insert" | "type":
                window.insert(insertions[-1] if action == "insert" else insertions[0])
            case "undo":
                window.undo(insertions[-1])
            case "wait":
                window.clock.advance(number * 100)
            case signal:
                tell(window, signal, explanation_id, number)
    window.explanations.end()
    return window.events


def tell(window: Window, signal: str, explanation_id: str, number: int) -> None:
    match signal:
        case "reject":
            window.explanations.reject(explanation_id)
        case "leave":
            window.explanations.leave(explanation_id)
        case "close":
            window.explanations.closed(window.document.uri)
        case "label":
            window.explanations.label(explanation_id, number, "good")


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9)), max_size=25))
def test_an_explanation_has_at_most_one_outcome_and_only_after_it_was_shown(
    actions: list[tuple[str, int]],
) -> None:
    seen: dict[str, list[type[Event]]] = {}
    for event in asyncio.run(live(actions)):
        if isinstance(event, DeliveredEvent | ShownEvent | ReadEvent | OutcomeEvent | SurvivalEvent):
            seen.setdefault(event.suggestion_id, []).append(type(event))
            if isinstance(event, OutcomeEvent):
                assert 0 <= event.accepted_chars <= event.offered_chars
                assert (event.edit_ratio is None) == (event.outcome != "accepted")

    for kinds in seen.values():
        without_looks = [kind for kind in kinds if kind is not SurvivalEvent]
        assert without_looks in LIVES
        assert kinds[len(without_looks) :].count(SurvivalEvent) == kinds.count(SurvivalEvent)


LIVES = [
    [DeliveredEvent],
    [DeliveredEvent, ShownEvent],
    [DeliveredEvent, ShownEvent, ReadEvent],
    [DeliveredEvent, ShownEvent, OutcomeEvent],
    [DeliveredEvent, ShownEvent, ReadEvent, OutcomeEvent],
]


@given(st.integers(0, 10**7))
@settings(max_examples=50)
def test_time_alone_decides_nothing(seconds: int) -> None:
    async def wait() -> list[Event]:
        window = Window()
        await window.explain(seconds)
        return window.events

    assert [event for event in asyncio.run(wait()) if isinstance(event, OutcomeEvent)] == []
