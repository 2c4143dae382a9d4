"""A text is given as soon as it is complete: what its call took may be told later."""

import asyncio

import pytest

from centaur.completion.snippets import Snippet
from centaur.completion.types import Generation, Near, Request
from centaur.evidence.events import GenerationEvent
from tests.completion.bench import LINE, Bench, source_of, text_of
from tests.support.fakes import FakeModel

ELSEWHERE = "def subtract(a, b):\n    return $0\n"


def without_account(*texts: str) -> Bench:
    """A model that holds back what its calls took."""
    answers = [Generation(text, "stop", total_ms=5.0, cost_usd=0.25) for text in texts]
    return Bench(FakeModel(answers, account=asyncio.Event()))


async def closed(bench: Bench) -> None:
    """The proposer is let go, and its calls have ended."""
    bench.proposer.cancel()
    await asyncio.gather(*(call.ended() for call in bench.proposer.under_way))


async def told_what_it_took(bench: Bench) -> None:
    assert bench.model.account
    bench.model.account.set()
    await bench.written()


async def test_a_text_is_given_before_it_is_known_what_it_took_and_that_is_recorded_later() -> None:
    bench = without_account("a + b")

    assert text_of(await bench.ask()) == "a + b"
    assert (bench.events, bench.cache.rows) == ([], {})

    await told_what_it_took(bench)

    [called] = [event for event in bench.events if isinstance(event, GenerationEvent)]
    assert (called.status, called.cost_usd) == ("complete", 0.25)
    [row] = bench.cache.rows.values()
    assert '"cost_usd": 0.25' in row


async def test_what_was_typed_of_it_meanwhile_and_the_same_question_are_answered_without_a_call() -> None:
    bench = without_account("a + b")
    await bench.ask()

    typed = await bench.ask("def add(a, b):\n    return a $0\n")
    again = await bench.ask()

    assert (text_of(typed), text_of(again), source_of(again)) == ("+ b", "a + b", "joined")
    assert len(bench.model.prompts) == 1

    await told_what_it_took(bench)
    assert bench.generations() == [("fresh", "complete")]


async def test_the_next_question_does_not_end_a_call_that_has_still_to_say_what_it_took() -> None:
    bench = without_account("a + b", "a - b", "1", "2")
    await bench.ask(invoked=True)

    await bench.ask(ELSEWHERE)
    await told_what_it_took(bench)

    assert bench.model.cancelled == 0
    assert bench.generations() == [("fresh", "complete")] * 4


async def test_what_is_rejected_meanwhile_is_not_kept() -> None:
    bench = without_account("a + b", "a * b")
    found = await bench.ask()

    bench.proposer.forget(found.candidates[0].origin.generation_id)
    await told_what_it_took(bench)

    assert bench.cache.rows == {}
    assert text_of(await bench.ask()) == "a * b"


async def test_closing_waits_until_it_is_known_what_the_last_call_took() -> None:
    bench = without_account("a + b")
    await bench.ask()

    closing = asyncio.create_task(closed(bench))
    await bench.written()
    assert not closing.done()
    await told_what_it_took(bench)
    await closing

    assert bench.generations() == [("fresh", "complete")]


async def test_closing_ends_a_call_that_is_still_being_written() -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event()), deadline_ms=10)
    await bench.ask()

    await closed(bench)

    assert bench.generations() == [("fresh", "cancelled")]


async def test_what_goes_wrong_in_asking_is_an_error_and_no_silence() -> None:
    def broken(_request: Request, _near: Near) -> tuple[Snippet, ...]:
        raise ZeroDivisionError

    bench = Bench(FakeModel(["a + b"]), delay_ms=1, gather=broken)

    with pytest.raises(ZeroDivisionError):
        await bench.ask()


async def test_texts_made_for_this_question_are_no_repeats_and_those_given_again_are() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a * b"]))

    first = await bench.ask(LINE, invoked=True)
    again = await bench.ask(LINE, invoked=True)

    assert [each.origin.source for each in first.candidates] == ["fresh"] * 3
    assert [each.origin.source for each in again.candidates] == ["memory"] * 3
    assert bench.generations() == [("fresh", "complete")] * 3 + [("memory", "complete")] * 3
