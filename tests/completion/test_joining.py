"""What is typed while a model writes: where it agrees, the answer is joined, and else asked for anew."""

import asyncio

import pytest

from centaur.evidence.events import GenerationEvent
from tests.completion.bench import Bench, cancelled, source_of, text_of
from tests.support.fakes import FakeModel


async def test_the_same_question_joins_the_call_under_way() -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event()), deadline_ms=10)
    await bench.ask()

    bench.deadline_ms = 1_000
    joined = asyncio.create_task(bench.ask())
    await asyncio.sleep(0)
    assert bench.model.gate
    bench.model.gate.set()

    assert (text_of(await joined), source_of(await joined)) == ("a + b", "joined")
    assert len(bench.model.prompts) == 1


async def test_another_question_ends_the_call_under_way() -> None:
    bench = Bench(FakeModel(["a + b", "a - b"], gate=asyncio.Event()), deadline_ms=10)
    await bench.ask()
    await bench.ask("def subtract(a, b):\n    return $0\n")

    assert bench.model.cancelled == 1
    assert bench.generations()[0] == ("fresh", "cancelled")
    assert [one.cost_usd for one in bench.events if isinstance(one, GenerationEvent)][:1] == [0.0]
    bench.proposer.cancel()


async def test_a_cancelled_request_ends_its_call_where_no_other_comes() -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event()))
    await cancelled(bench.ask())

    assert bench.model.cancelled == 0
    bench.clock.advance(1)
    await asyncio.sleep(0)
    assert bench.model.cancelled == 1


@pytest.mark.parametrize(
    ("before", "typed", "rest"),
    [
        ("    return $0\n", "    return a$0\n", " + b"),
        ("    return $0\n", "    return a + $0\n", "b"),
        ("x = $0", "x = a $0", "+ b"),
        ("f($0", "f(a$0", " + b"),
    ],
)
async def test_typing_on_as_the_model_writes_joins_its_answer(before: str, typed: str, rest: str) -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event(), streamed=2))
    await cancelled(bench.ask(before))

    joined = asyncio.create_task(bench.ask(typed))
    await asyncio.sleep(0)
    bench.open_gate()

    assert (text_of(await joined), source_of(await joined)) == (rest, "joined")
    bench.clock.advance(1)
    assert (len(bench.model.prompts), bench.model.cancelled) == (1, 0)


async def test_a_bracket_that_the_editor_closed_joins_too() -> None:
    bench = Bench(FakeModel(["(a + b)"], gate=asyncio.Event()))
    await cancelled(bench.ask("x = f$0"))

    joined = asyncio.create_task(bench.ask("x = f($0)"))
    await asyncio.sleep(0)
    bench.open_gate()

    assert text_of(await joined) == "a + b)"


@pytest.mark.parametrize("typed", ["    return z$0\n", "    returns $0\n", "$0\n", "    return a$0\nb"])
async def test_typing_something_else_asks_anew(typed: str) -> None:
    bench = Bench(FakeModel(["a + b", "1"], gate=asyncio.Event(), streamed=2))
    await cancelled(bench.ask("    return $0\n"))

    asked = asyncio.create_task(bench.ask(typed))
    await asyncio.sleep(0.01)
    bench.open_gate()

    assert (text_of(await asked), source_of(await asked)) == ("1", "fresh")
    assert bench.model.cancelled == 1


async def test_what_the_typing_has_left_behind_ends_with_its_variants() -> None:
    bench = Bench(FakeModel(["a + b"] * 4, gate=asyncio.Event(), streamed=2))
    await cancelled(bench.ask("x = $0", invoked=True))

    await cancelled(bench.ask("x = z$0"))

    assert (bench.model.variants, bench.model.cancelled) == ([0, 1, 2, 0], 3)


async def test_an_answer_that_turns_out_to_disagree_is_asked_for_anew() -> None:
    bench = Bench(FakeModel(["a + b", "1"], gate=asyncio.Event()))
    await cancelled(bench.ask("x = $0"))

    asked = asyncio.create_task(bench.ask("x = z$0"))
    await asyncio.sleep(0)
    bench.open_gate()

    assert (text_of(await asked), source_of(await asked)) == ("1", "fresh")


async def test_an_answer_that_came_too_late_is_given_where_the_typing_still_agrees() -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event()), deadline_ms=10)
    await bench.ask("x = $0")
    bench.open_gate()
    await asyncio.sleep(0.01)

    again = await bench.ask("x = a$0")

    assert (text_of(again), source_of(again)) == (" + b", "memory")


async def test_what_was_rejected_is_not_joined_either() -> None:
    bench = Bench(FakeModel(["a + b", "a - b"]))
    rejected = await bench.ask("x = $0")

    bench.proposer.forget(rejected.candidates[0].origin.generation_id)

    assert source_of(await bench.ask("x = a$0")) == "fresh"
