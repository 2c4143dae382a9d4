"""A session: what an editor says, from the question to the outcome, with time held in the hand."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from centaur.completion.engine import Engine
from centaur.completion.offers import Offers
from centaur.completion.problems import Problem
from centaur.completion.types import Candidate, Origin, Proposal
from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    OpportunityEvent,
    OutcomeEvent,
    SessionEvent,
    ShownEvent,
    SurvivalEvent,
    TypingEvent,
)
from centaur.evidence.lifecycle import Lifecycle
from centaur.session import Parts, Session
from centaur.settings import Settings
from centaur.text.buffer import Edit
from centaur.text.document import Document
from tests.support.explaining import explanations
from tests.support.fakes import FakeClock, FakeProposer, runtime
from tests.support.fixture import fixture

SUGGESTED = FakeProposer(
    Proposal("delivered", (Candidate("urn value", Origin("local", "fresh", "generation")),))
)


class FakeHost:
    """A host that gives one engine and remembers what it was told."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: list[tuple[Any, ...]] = []

    def configure(self, table: Mapping[str, Any]) -> None:
        self.told.append(("configured", table))

    def opened(self, document: Document) -> None:
        self.told.append(("opened", document.uri))

    def changed(self, document: Document, edits: Sequence[Edit]) -> None:
        self.told.append(("changed", document.version, len(edits)))

    def closed(self, document: Document) -> None:
        self.told.append(("closed", document.uri))

    def diagnosed(self, uri: str, problems: Sequence[Problem]) -> None:
        self.told.append(("diagnosed", uri, *problems))

    def files_changed(self, paths: Sequence[str]) -> None:
        self.told.append(("files", *paths))

    def status(self) -> dict[str, object]:
        return {"engine": "local", "kind": "Normal", "message": ""}

    async def close(self) -> None:
        self.told.append(("host closed",))


class FakeLog:
    """A log that is durable at once."""

    def __init__(self, events: list[Event]) -> None:
        self.record = events.append
        self.flushed = 0
        self.closed = False

    async def flush(self) -> None:
        self.flushed += 1

    async def close(self) -> None:
        self.closed = True


class HastyClock(FakeClock):
    """Timers that ring a little too early, as those of event loops do."""

    def call_later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        return super().call_later(seconds - 0.001 if seconds > 0.01 else seconds, action)


class Window:
    """A session with everything around it in reach, and a document open at a cursor."""

    def __init__(self, text: str, proposer: FakeProposer = SUGGESTED, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.events: list[Event] = []
        run = runtime(self.events, self.clock)
        lifecycle = Lifecycle(self.events.append, run.new_id)
        offers = Offers(lifecycle)
        self.host = FakeHost(
            Engine(Settings(), lambda _path: "", offers.rest, (proposer,), rejected=offers.was_rejected)
        )
        self.log = FakeLog(self.events)
        parts = Parts(
            self.host, lifecycle, offers, self.log, explanations(run), self.clock, run.new_id, "salt"
        )
        self.session = Session(parts)
        self.document, self.cursor = fixture(text)
        self.session.opened(self.document)

    async def suggest(self) -> str:
        """The id of the suggestion at the cursor."""
        answer = await self.session.suggest(self.document, self.cursor, "automatic")
        return answer.suggestions[0].id

    def write(self, text: str) -> None:
        buffer, edit = self.document.buffer.replace(self.cursor, self.cursor, text)
        self.cursor = buffer.position(edit.start + len(text))
        uri, version = self.document.uri, self.document.version + 1
        self.document = Document(uri, self.document.path, self.document.language, version, buffer)
        self.session.changed(self.document, [edit])

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


async def test_an_accept_is_one_outcome_and_is_answered_when_it_is_durable() -> None:
    window = Window("def f(value):\n    ret$0\n")
    suggestion = await window.suggest()
    window.session.shown(suggestion)
    window.clock.advance(1)

    window.write("urn value")
    await window.session.accepted(suggestion)

    assert [outcome.outcome for outcome in window.of(OutcomeEvent)] == ["accepted"]
    assert window.log.flushed == 1


async def test_what_was_rejected_here_comes_back_only_when_the_text_around_it_has_changed() -> None:
    proposer = FakeProposer(SUGGESTED.proposal)
    window = Window("ret$0", proposer)
    suggestion = await window.suggest()
    window.session.shown(suggestion)
    window.clock.advance(1)
    window.session.dismissed(suggestion, "escape")

    again = await window.session.suggest(window.document, window.cursor, "automatic")
    assert (again.result, again.reason) == ("filtered", "rejected_before")
    assert proposer.forgotten == ["generation"]

    window.write("urn 1; ret")
    assert await window.suggest() != suggestion


@pytest.mark.parametrize("told_first", [True, False])
async def test_a_reason_counts_whether_it_comes_before_or_after_its_change(told_first: bool) -> None:
    window = Window("ret$0")
    suggestion = await window.suggest()
    window.session.shown(suggestion)
    window.clock.advance(1)
    if told_first:
        window.session.reason(window.document.uri, window.document.version + 1, "reload")
    window.write("another text")
    if not told_first:
        window.clock.advance(0.05)
        window.session.reason(window.document.uri, window.document.version, "reload")
    window.clock.advance(3)

    assert [(row.outcome, row.reason) for row in window.of(OutcomeEvent)] == [("ignored", "reload")]


@pytest.mark.parametrize("behind", [1, -5])
async def test_a_reason_for_another_version_or_document_explains_nothing(behind: int) -> None:
    window = Window("ret$0")
    suggestion = await window.suggest()
    window.session.shown(suggestion)
    window.clock.advance(1)
    window.write("another text")
    window.session.reason(window.document.uri, window.document.version - behind, "reload")
    window.session.reason("file:///elsewhere.py", window.document.version, "reload")
    window.write("more")
    window.clock.advance(3)

    assert [row.reason for row in window.of(OutcomeEvent)] == ["typed_else"]


async def test_problems_are_passed_on_for_open_documents_alone() -> None:
    window, problem = Window("ret$0"), Problem(0, "error", "undefined")
    window.session.diagnosed(window.document.uri, [problem])
    window.session.diagnosed("file:///elsewhere.py", [problem])

    assert ("diagnosed", window.document.uri, problem) in window.host.told
    assert not [told for told in window.host.told if "file:///elsewhere.py" in told]


async def test_a_save_is_a_look_at_what_was_accepted() -> None:
    window = Window("ret$0")
    suggestion = await window.suggest()
    window.write("urn value")
    await window.session.accepted(suggestion)
    window.session.saved(window.document.uri)

    assert [(row.moment, row.unchanged) for row in window.of(SurvivalEvent)] == [("save", True)]


async def test_accepted_text_is_looked_at_until_ten_minutes_later_and_the_minute_is_counted() -> None:
    window = Window("ret$0")
    suggestion = await window.suggest()
    window.write("urn value")
    await window.session.accepted(suggestion)
    window.clock.advance(1000)

    assert [row.moment for row in window.of(SurvivalEvent)] == ["15", "30", "120", "300", "600"]
    assert window.of(TypingEvent) == [TypingEvent(0, 0, 9, 0)]
    assert window.clock.waiting == []


async def test_what_is_visible_becomes_shown_by_time_alone() -> None:
    window = Window("ret$0")
    window.session.shown(await window.suggest())

    window.clock.advance(0.2)
    assert window.of(ShownEvent) == []

    window.clock.advance(0.2)
    assert len(window.of(ShownEvent)) == 1


async def test_a_timer_that_rings_too_early_is_set_again() -> None:
    window = Window("ret$0", clock=HastyClock())
    window.session.shown(await window.suggest())
    window.clock.advance(0.35)

    assert len(window.of(ShownEvent)) == 1


async def test_no_time_makes_an_outcome() -> None:
    window = Window("ret$0")
    window.session.shown(await window.suggest())

    window.clock.advance(86_400)

    assert window.of(OutcomeEvent) == []


async def test_typed_along_the_rest_is_offered_under_the_same_id_without_asking_an_engine() -> None:
    proposer = FakeProposer(SUGGESTED.proposal)
    window = Window("ret$0", proposer)
    first = await window.suggest()

    window.write("urn ")
    answer = await window.session.suggest(window.document, window.cursor, "automatic")

    assert [(one.id, one.text, one.origin.source) for one in answer.suggestions] == [
        (first, "value", "reuse")
    ]
    assert len(proposer.asked) == 1
    assert [event.source for event in window.of(OpportunityEvent)] == ["fresh", "reuse"]
    assert {event.generation_id for event in window.of(DeliveredEvent)} == {"generation"}


async def test_an_answer_to_a_text_that_has_changed_is_not_offered() -> None:
    window = Window("ret$0")
    asked, at = window.document, window.cursor
    window.write("x")

    answer = await window.session.suggest(asked, at, "automatic")

    assert (answer.result, answer.suggestions) == ("cancelled", ())


@pytest.mark.parametrize(
    ("raised", "result"), [(asyncio.CancelledError, "cancelled"), (RuntimeError, "failed")]
)
async def test_every_request_is_one_opportunity_whatever_came_of_it(
    raised: type[BaseException], result: str
) -> None:
    class Raising(FakeProposer):
        async def propose(self, *_asked: object) -> Proposal:
            raise raised

    window = Window("ret$0", Raising(Proposal("empty")))

    with pytest.raises(raised):
        await window.session.suggest(window.document, window.cursor, "automatic")

    assert [event.result for event in window.of(OpportunityEvent)] == [result]


async def test_a_document_is_a_salted_hash_in_the_log() -> None:
    window = Window("ret$0")
    await window.suggest()

    [event] = window.of(OpportunityEvent)

    assert len(event.document) == 16
    assert "main" not in repr(window.events)


async def test_the_end_of_a_session_makes_provisional_ends_final_and_closes_everything() -> None:
    window = Window("ret$0")
    window.session.shown(await window.suggest())
    window.clock.advance(0.5)
    window.write("x")

    await window.session.close()

    assert [outcome.outcome for outcome in window.of(OutcomeEvent)] == ["ignored"]
    assert window.of(SessionEvent) == [SessionEvent("end")]
    assert window.host.told[-1] == ("host closed",)
    assert window.log.closed
    assert window.clock.waiting == []


@pytest.mark.parametrize(
    ("tell", "told"),
    [
        (lambda window: window.session.configure({"engines": []}), ("configured", {"engines": []})),
        (lambda window: window.session.files_changed(["/a"]), ("files", "/a")),
        (lambda window: window.session.closed(window.document.uri), ("closed", "file:///project/main.py")),
    ],
    ids=["settings", "files", "closing"],
)
async def test_what_is_not_evidence_goes_to_the_host(
    tell: Callable[[Window], None], told: tuple[Any, ...]
) -> None:
    window = Window("ret$0")

    tell(window)

    assert window.host.told[-1] == told
