"""A suggestion that continues the entry selected in the editor's list: its life is that of what comes in."""

from dataclasses import replace

import pytest

from centaur.completion.types import Answer, Candidate, Origin, Proposal
from centaur.evidence.events import DeliveredEvent, OutcomeEvent, SurvivalEvent, TypingEvent
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.fakes import FakeProposer
from tests.test_session import Window

CALL = FakeProposer(Proposal("delivered", (Candidate("(total)", Origin("model", "fresh", "generation")),)))


class Widget(Window):
    """A window whose list of completions is open, one of its entries selected."""

    def __init__(self, text: str = "x = 1\npri$0\ny = 2\n") -> None:
        super().__init__(text, CALL)
        self.start = self.document.buffer.offset(self.cursor) - 3

    @property
    def typed(self) -> str:
        return self.document.buffer.text[self.start : self.document.buffer.offset(self.cursor)]

    async def ask(self, entry: str = "print") -> Answer:
        """What the editor asks while the entry is selected: as if it stood there already."""
        ahead = entry.removeprefix(self.typed)
        buffer, _ = self.document.buffer.replace(self.cursor, self.cursor, ahead)
        at = Position(self.cursor.line, self.cursor.column + len(ahead))
        document = replace(self.document, buffer=buffer)
        answer = await self.session.suggest(document, at, "automatic", ahead)
        assert [each.text for each in answer.suggestions] == [ahead + "(total)"]
        return answer

    async def see(self) -> str:
        """The id of what has been on show for a second."""
        suggestion = (await self.ask()).suggestions[0].id
        self.session.shown(suggestion)
        self.clock.advance(1)
        return suggestion

    def take(self, text: str) -> None:
        """The word at the cursor becomes this text in one change, as an editor does it."""
        start = self.document.buffer.position(self.start)
        buffer, edit = self.document.buffer.replace(start, self.cursor, text)
        self.cursor = buffer.position(self.start + len(text))
        before = self.document
        self.document = Document(before.uri, before.path, before.language, before.version + 1, buffer)
        self.session.changed(self.document, [edit])

    def check(self, *, accepted: int, typed: int) -> None:
        """So many of its characters were accepted and typed, and what was accepted is followed."""
        self.clock.advance(16)
        [outcome], survival = self.of(OutcomeEvent), self.of(SurvivalEvent)
        assert (outcome.outcome, outcome.offered_chars) == ("accepted", len("nt(total)"))
        assert (outcome.accepted_chars, outcome.typed_chars) == (accepted, typed)
        assert [(row.moment, row.accepted_chars, row.retained_chars) for row in survival] == [
            ("15", accepted, accepted)
        ]
        assert survival[0].unchanged
        self.clock.advance(60)
        assert [(row.typed_chars, row.accepted_chars) for row in self.of(TypingEvent)] == [(typed, accepted)]


async def test_taken_in_one_step_all_that_comes_in_was_accepted() -> None:
    window = Widget()
    suggestion = await window.see()
    window.take("print(total)")
    await window.session.accepted(suggestion)

    window.check(accepted=9, typed=0)


async def test_the_command_may_come_before_the_change() -> None:
    window = Widget()
    suggestion = await window.see()
    await window.session.accepted(suggestion)
    window.take("print(total)")

    window.check(accepted=9, typed=0)


async def test_an_edit_of_what_was_accepted_is_seen_where_it_stands() -> None:
    window = Widget()
    suggestion = await window.see()
    window.take("print(total)")
    await window.session.accepted(suggestion)
    window.take("print(tot)")
    window.clock.advance(16)

    [survival] = window.of(SurvivalEvent)
    assert (survival.accepted_chars, survival.retained_chars, survival.unchanged) == (9, 7, False)


async def test_taken_word_by_word_its_parts_count_from_the_cursor() -> None:
    window = Widget()
    suggestion = await window.see()
    window.take("print")
    window.session.partly_accepted(suggestion, 2, "word")
    window.take("print(total)")
    window.session.partly_accepted(suggestion, 9, "line")

    window.check(accepted=9, typed=0)


async def test_while_the_word_is_typed_on_it_stays_the_same_suggestion_and_nobody_is_asked() -> None:
    window = Widget()
    suggestion = await window.see()
    asked = len(CALL.asked)
    window.write("n")

    assert (await window.ask()).suggestions[0].id == suggestion
    assert len(CALL.asked) == asked
    assert [(row.base_chars, row.source) for row in window.of(DeliveredEvent)] == [(0, "fresh"), (1, "reuse")]


async def test_when_the_entry_alone_is_taken_the_rest_stays_on_offer() -> None:
    window = Widget()
    suggestion = await window.see()
    window.take("print")
    answer = await window.session.suggest(window.document, window.cursor, "automatic")
    assert [(each.id, each.text) for each in answer.suggestions] == [(suggestion, "(total)")]

    window.take("print(total)")
    await window.session.accepted(suggestion)
    window.check(accepted=7, typed=2)


async def test_when_the_list_is_closed_it_stays_on_offer() -> None:
    window = Widget()
    suggestion = await window.see()
    answer = await window.session.suggest(window.document, window.cursor, "automatic")

    assert [(each.id, each.text) for each in answer.suggestions] == [(suggestion, "nt(total)")]


async def test_another_entry_makes_another_suggestion() -> None:
    window = Widget()
    suggestion = await window.see()

    assert (await window.ask("printf")).suggestions[0].id != suggestion


@pytest.mark.parametrize("reason", ["escape", "command"])
async def test_rejected_it_does_not_come_back_with_the_same_entry(reason: str) -> None:
    window = Widget()
    window.session.dismissed(await window.see(), reason)
    buffer, _ = window.document.buffer.replace(window.cursor, window.cursor, "nt")
    document, at = replace(window.document, buffer=buffer), Position(1, 5)

    answer = await window.session.suggest(document, at, "automatic", "nt")

    assert (answer.result, answer.reason) == ("filtered", "rejected_before")
