"""Asked by key a model has up to three texts for a place."""

import asyncio

from tests.completion.bench import Bench, text_of
from tests.support.fakes import FakeModel


async def test_asked_by_key_there_is_no_delay() -> None:
    bench = Bench(FakeModel(["a + b"] * 3), delay_ms=60_000)

    assert text_of(await bench.ask(invoked=True)) == "a + b"


async def test_asked_by_key_the_first_text_is_given_at_once_and_the_others_made_beside_it() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a + b"]))

    first = await bench.ask(invoked=True)
    others = await bench.others()
    again = await bench.ask(invoked=True)

    assert [candidate.text for candidate in first.candidates] == ["a + b"]
    assert others == ["a - b", "a + b"]
    assert [candidate.text for candidate in again.candidates] == ["a + b", "a - b"]
    assert bench.model.variants == [0, 1, 2]


async def test_who_is_shown_a_text_and_asks_by_key_has_others_made() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a * b"]))
    typed = await bench.ask()

    assert len(typed.candidates) == 1
    assert await bench.others() == ["a - b", "a * b"]
    assert bench.model.variants == [0, 1, 2]


async def test_others_are_waited_for_until_the_deadline() -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event()), deadline_ms=20)

    assert await bench.others() == []


async def test_a_rejected_alternative_is_not_shown_again() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a * b"]))
    await bench.ask(invoked=True)
    await bench.others()
    found = await bench.ask(invoked=True)

    bench.proposer.forget(found.candidates[1].origin.generation_id)

    again = await bench.ask(invoked=True)
    assert [candidate.text for candidate in again.candidates] == ["a + b", "a * b"]
