"""The life of an explanation: asked for, decided upon once, followed where it was inserted."""

import asyncio
from typing import Any

import pytest

from centaur.completion.types import Origin, PromptIdentity, Suggestion
from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    FeedbackEvent,
    GenerationEvent,
    ImpossibleEvent,
    OpportunityEvent,
    OutcomeEvent,
    ReadEvent,
    ShownEvent,
    SurvivalEvent,
    UndoneEvent,
)
from centaur.explanation.explanations import Explanations
from centaur.explanation.types import Explanation, Insertion
from centaur.explanation.why import Recent
from centaur.text.document import Document
from centaur.text.positions import Position
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


async def test_it_is_an_opportunity_of_its_own_kind_that_was_generated_delivered_shown_and_read() -> None:
    window = Window()

    found = await window.explain()

    (opportunity,) = window.of(OpportunityEvent)
    (delivered,) = window.of(DeliveredEvent)
    assert (opportunity.suggestion_kind, opportunity.result, opportunity.trigger) == (
        "explanation",
        "delivered",
        "invoked",
    )
    assert opportunity.document == "hash of file:///project/a"
    assert (delivered.suggestion_id, delivered.opportunity_id) == (found.id, opportunity.opportunity_id)
    assert delivered.generation_id == window.of(GenerationEvent)[0].generation_id
    assert [one.visible_ms for one in window.of(ShownEvent)] == [pytest.approx(300)]
    assert [one.visible_ms for one in window.of(ReadEvent)] == [pytest.approx(750)]


async def test_accepted_as_it_is_it_is_all_kept() -> None:
    window = Window()

    insertion = window.accept(await window.explain())

    assert insertion.text == DOCSTRING
    (outcome,) = window.of(OutcomeEvent)
    assert (outcome.outcome, outcome.evidence, outcome.edit_ratio) == ("accepted", "explicit", 0.0)
    assert (outcome.offered_chars, outcome.accepted_chars, outcome.typed_chars) == (len(WORDS), len(WORDS), 0)
    assert outcome.visible_ms == pytest.approx(2000)


async def test_edited_before_the_accept_the_ratio_tells_how_much() -> None:
    window = Window()

    window.accept(await window.explain(), WORDS.replace("Adds", "Sums up"))

    (outcome,) = window.of(OutcomeEvent)
    assert outcome.accepted_chars == len(WORDS) - 3
    assert outcome.typed_chars == 6
    assert outcome.edit_ratio == pytest.approx(6 / (len(WORDS) + 3))


async def test_what_was_inserted_is_followed_like_accepted_code() -> None:
    window = Window()
    found = await window.explain()
    insertion = window.accept(found)

    assert window.insert(insertion)
    window.clock.advance(700)

    looks = window.of(SurvivalEvent)
    assert [one.moment for one in looks] == ["15", "30", "120", "300", "600"]
    assert {one.suggestion_id for one in looks} == {found.id}
    assert all(one.unchanged and one.accepted_chars == len(DOCSTRING) for one in looks)


async def test_undone_is_told_apart_from_kept() -> None:
    window = Window()
    insertion = window.accept(await window.explain())
    window.insert(insertion)
    window.clock.advance(1)

    window.undo(insertion)

    assert [one.removed_chars for one in window.of(UndoneEvent)] == [len(DOCSTRING)]
    assert [one.outcome for one in window.of(OutcomeEvent)] == ["accepted"]


async def test_an_undo_of_a_part_is_one_when_its_reason_comes_a_moment_later() -> None:
    window = Window()
    insertion = window.accept(await window.explain())
    window.insert(insertion)
    start = insertion.position
    buffer, edit = window.document.buffer.replace(start, Position(start.line + 1, 0), "")
    window.document = Document(window.document.uri, None, "python", 9, buffer)

    window.explanations.edited(window.document, [edit])
    window.clock.advance(0.2)
    window.explanations.changed_because(window.document.uri, "undo")

    assert [one.removed_chars for one in window.of(UndoneEvent)] == [len(edit.removed)]


async def test_what_is_typed_elsewhere_is_no_insertion_and_moves_the_place() -> None:
    window = Window()
    found = await window.explain()

    moved = Insertion(window.document.buffer.position(0), "y = 2\n")
    assert not window.insert(moved)

    assert window.accept(found).position.line == 5


async def test_what_happens_while_the_model_speaks_moves_the_place_too() -> None:
    window = Window()
    asked = window.document

    def type_meanwhile(_markdown: str) -> None:
        if window.document is asked:
            window.insert(Insertion(asked.buffer.position(0), "y = 2\n"))

    found = await window.explanations.explain(asked, (window.start, window.end), [], type_meanwhile)

    assert window.accept(found).position.line == 5


async def test_rejected_it_is_over_and_gone_from_the_cache() -> None:
    window = Window()
    found = await window.explain()

    assert window.explanations.reject(found.id)
    assert not window.explanations.reject(found.id)

    (outcome,) = window.of(OutcomeEvent)
    assert (outcome.outcome, outcome.evidence, outcome.edit_ratio) == ("rejected_explicit", "explicit", None)
    again = await window.explain()
    await asyncio.sleep(0)
    assert window.cache.rows == {}
    assert again.shown.kind == "facts"


async def test_there_is_one_outcome_whatever_else_is_said() -> None:
    window = Window()
    found = await window.explain()
    window.accept(found)

    window.explanations.reject(found.id)
    window.explanations.leave(found.id)
    window.explanations.closed(window.document.uri)

    assert len(window.of(OutcomeEvent)) == 1
    assert [one.signal for one in window.of(ImpossibleEvent)] == ["dismiss", "dismiss"]


@pytest.mark.parametrize("way", ["closed", "document", "asked again"])
async def test_left_without_a_decision_it_was_ignored(way: str) -> None:
    window = Window()
    found = await window.explain()

    if way == "closed":
        window.explanations.leave(found.id)
    elif way == "document":
        window.explanations.closed(window.document.uri)
    else:
        await window.explain()

    assert [(one.outcome, one.evidence) for one in window.of(OutcomeEvent)] == [("ignored", "observed")]


async def test_time_alone_decides_nothing() -> None:
    window = Window()

    await window.explain(seconds=100_000)

    assert window.of(OutcomeEvent) == []


async def test_what_was_gone_before_it_could_be_seen_has_no_outcome() -> None:
    window = Window()
    found = await window.explain(seconds=0.1)

    window.explanations.leave(found.id)

    assert window.of(OutcomeEvent) == []


async def test_an_unknown_id_is_counted_as_impossible_and_not_written_down() -> None:
    window = Window()

    assert window.explanations.accept("my secret", window.document, "x", "docstring") is None
    assert not window.explanations.reject("my secret")
    assert not window.explanations.label("my secret", 0, "good")

    assert {one.suggestion_id for one in window.of(ImpossibleEvent)} == {""}


async def test_where_nothing_can_be_inserted_nothing_is_decided() -> None:
    window = Window()
    found = await window.explain()

    assert window.explanations.accept(found.id, window.document, "   ", "docstring") is None

    assert window.of(OutcomeEvent) == []


async def test_a_label_has_its_sentence_and_its_span_and_a_second_one_stays_in_the_log() -> None:
    window = Window()
    found = await window.explain()

    assert window.explanations.label(found.id, 1, "factual_error")
    window.accept(found)
    assert window.explanations.label(found.id, 1, "good")

    labels = window.of(FeedbackEvent)
    assert [one.label for one in labels] == ["factual_error", "good"]
    assert WORDS[labels[0].start_char : labels[0].end_char] == "Uses `+` (L5)."


async def test_documentation_that_an_editor_inserts_by_itself_is_an_accept_and_its_command_an_echo() -> None:
    window = Window()
    found = await window.explain()
    insertion = window.explanations.documentation(found.id, window.document)
    assert insertion

    window.insert(insertion)
    window.explanations.accept(found.id, window.document, WORDS, "docstring")

    assert [(one.outcome, one.evidence) for one in window.of(OutcomeEvent)] == [("accepted", "inferred")]
    assert window.of(ImpossibleEvent) == []


async def test_an_end_of_the_session_leaves_the_undecided_open_and_ends_what_is_followed() -> None:
    window = Window()
    window.insert(window.accept(await window.explain()))
    await window.explain()

    window.explanations.end()

    assert len(window.of(OutcomeEvent)) == 1
    assert {one.censored_reason for one in window.of(SurvivalEvent)} == {"session_end"}


async def test_why_tells_the_facts_of_a_suggestion_and_on_request_what_it_would_do() -> None:
    window = Window(says="### What it does\nReturns (L5).")
    made = GenerationEvent(
        "g1",
        "o1",
        "model",
        "fresh",
        "complete",
        "tiny",
        "test",
        "inline/chat",
        1,
        "hash",
        cost_usd=0.000012,
        input_tokens=300,
        output_tokens=9,
        total_ms=120.0,
        context="prefix:1200",
    )
    window.recent.record(made)
    window.recent.record(DeliveredEvent("s1", "o1", "g1", "fresh", 0, 5, 0, changed_by="echo,brackets"))
    origin = Origin("model", "fresh", "g1", "tiny", "test", PromptIdentity("inline/chat", 1, "hash"))
    window.explanations.offered(window.document, window.start, [Suggestion("s1", "return a", origin)], 131.0)

    facts, told = await window.explanations.why("s1", None), await window.explanations.why("s1", print)

    assert facts
    assert facts.explanation is None
    assert facts.markdown == (
        "- Made by `tiny` (test).\n- Asked with the prompt `inline/chat v1`.\n"
        "- Source: asked for this request.\n- It took 131 ms, 120 ms of it the model.\n"
        "- 300 tokens were read and 9 written.\n- It cost 0.000012 USD.\n"
        "- Context that was used: prefix:1200.\n"
        "- Steps that changed the text: `echo`, `brackets`."
    )
    assert told
    assert told.explanation
    assert told.explanation.shown.markdown == "### What it does\nReturns (L5)."


async def test_why_of_a_local_suggestion_and_of_an_unknown_one() -> None:
    window = Window()
    window.recent.record(GenerationEvent("g1", "o1", "local", "fresh", "complete", total_ms=0.5))
    window.recent.record(DeliveredEvent("s1", "o1", "g1", "reuse", 0, 5, 0))

    why = await window.explanations.why("s1", None)

    assert why
    assert why.markdown == (
        "- Made by the local engine, from lines like it in your own files.\n"
        "- Source: the rest of a suggestion that was on show."
    )
    assert await window.explanations.why("s2", None) is None
