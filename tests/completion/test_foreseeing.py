"""What would follow an acceptance is asked for in advance, where that is wanted."""

import asyncio

from centaur.completion import context
from tests.completion.bench import Bench, source_of, text_of
from tests.support.fakes import FakeModel
from tests.support.fixture import request


async def test_what_follows_an_acceptance_is_asked_for_in_advance_and_its_cost_is_told_apart() -> None:
    bench = Bench(FakeModel(["1\ny = 2"]), foresees=True)
    await bench.foresee("x = $0\n", "len(")

    found = await bench.ask("x = len($0\n")

    assert (text_of(found), source_of(found)) == ("1", "memory")
    assert bench.model.prompts[0].prefix == "x = len("
    assert bench.generations() == [("speculative", "complete"), ("memory", "complete")]


async def test_accepting_while_it_is_still_asked_for_joins_it() -> None:
    bench = Bench(FakeModel(["1"], gate=asyncio.Event()), foresees=True)
    await bench.foresee("x = $0\n", "len(")

    joined = asyncio.create_task(bench.ask("x = len($0\n"))
    await asyncio.sleep(0)
    bench.open_gate()

    assert (text_of(await joined), source_of(await joined)) == ("1", "joined")


async def test_nothing_is_foreseen_where_it_is_not_wanted_or_known() -> None:
    thrifty, known = Bench(FakeModel([])), Bench(FakeModel(["1"]), foresees=True)
    await thrifty.foresee("x = $0\n", "len(")
    await known.ask("x = len($0\n")
    await known.foresee("x = $0\n", "len(")

    assert (thrifty.model.prompts, len(known.model.prompts)) == ([], 1)


async def test_who_types_on_at_once_is_not_thought_ahead_of() -> None:
    bench = Bench(FakeModel(["1"]), foresees=True)
    asked = request("x = $0\n")
    bench.proposer.anticipate(asked, context.near(asked), "len(")
    await bench.ask("x = n$0\n")
    bench.clock.advance(1)
    await asyncio.sleep(0)

    assert [prompt.prefix for prompt in bench.model.prompts] == ["x = n"]
