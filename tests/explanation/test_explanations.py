"""The life of an explanation: asked for, decided upon once, followed where it was inserted."""

import asyncio

import pytest

from centaur.evidence.events import (
    DeliveredEvent,
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
from centaur.explanation.types import Insertion
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.explanation.window import DOCSTRING, WORDS, Window


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
