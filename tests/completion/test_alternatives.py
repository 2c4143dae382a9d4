"""Asked by key a model has up to three texts for a place."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from centaur.completion.ports import Written, unheard
from centaur.completion.snippets import Snippet
from centaur.completion.types import BROKEN_OFF, Generation, Near, Request
from centaur.privacy.redaction import RedactedPrompt
from tests.completion.bench import Bench, text_of
from tests.support.fakes import FakeModel


@dataclass
class SlowOthers(FakeModel):
    """A model whose further texts wait until they are `made`."""

    made: asyncio.Event = field(default_factory=asyncio.Event)

    async def generate(
        self,
        prompt: RedactedPrompt,
        stop_early: Callable[[str], str],
        variant: int = 0,
        written: Written = unheard,
    ) -> Generation:
        if variant:
            await self.made.wait()
        return await super().generate(prompt, stop_early, variant, written)


async def test_asked_by_key_there_is_no_delay() -> None:
    bench = Bench(FakeModel(["a + b"] * 3), delay_ms=60_000)

    assert text_of(await bench.ask(invoked=True)) == "a + b"


async def test_what_else_there_is_comes_with_the_first_text_where_it_is_made_soon_after() -> None:
    slow = Generation("a + b", "stop", total_ms=20_000.0)
    bench = Bench(FakeModel([slow, "a - b", "a * b"]))

    found = await bench.ask(invoked=True)

    assert [candidate.text for candidate in found.candidates] == ["a + b", "a - b", "a * b"]


async def test_all_texts_of_a_place_are_asked_for_in_the_same_words_which_are_sought_once() -> None:
    gathered: list[Request] = []

    def gather(asked: Request, _near: Near) -> tuple[Snippet, ...]:
        gathered.append(asked)
        return (Snippet("open", "other.py", "def subtract(a, b): ..."),)

    bench = Bench(FakeModel(["a + b"] * 6), gather=gather)

    await bench.ask(invoked=True)
    await bench.ask("def total(prices):\n    return $0\n", invoked=True)

    assert len(gathered) == 2
    first, second, third, *others = bench.model.prompts
    assert first == second == third != others[0]


async def test_who_wants_one_text_is_not_asked_to_pay_for_others() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a * b"]), candidates=1)

    assert text_of(await bench.ask(invoked=True)) == "a + b"
    assert await bench.others() == []
    assert bench.model.variants == [0]


async def test_who_wants_two_texts_gets_two() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a * b"]), candidates=2)

    found = await bench.ask(invoked=True)

    assert [candidate.text for candidate in found.candidates] == ["a + b", "a - b"]
    assert bench.model.variants == [0, 1]


async def test_what_is_not_made_soon_after_is_given_to_who_asks_again() -> None:
    model = SlowOthers(["a + b", "a - b", "a + b"])
    bench = Bench(model)

    first = await bench.ask(invoked=True)
    model.made.set()
    others = await bench.others()
    again = await bench.ask(invoked=True)

    assert [candidate.text for candidate in first.candidates] == ["a + b"]
    assert others == ["a - b", "a + b"]
    assert [candidate.text for candidate in again.candidates] == ["a + b", "a - b"]
    assert bench.model.variants == [0, 1, 2]


@pytest.mark.parametrize("broken_off", BROKEN_OFF)
async def test_a_server_that_drops_a_question_for_the_next_is_asked_again_and_after_twice_apart(
    broken_off: str,
) -> None:
    dropped = Generation("", failure=broken_off)
    first, second, third = (f"def {name}(a, b):\n    return $0\n" for name in ("one", "two", "three"))
    dropping: list[str | Generation] = [dropped, "a - b", "a * b", "a + b"]
    bench = Bench(FakeModel([*dropping, *dropping, "x", "y", "z"]))

    assert text_of(await bench.ask(first, invoked=True)) == "a + b"
    assert text_of(await bench.ask(second, invoked=True)) == "a + b"
    assert text_of(await bench.ask(third, invoked=True)) == "x"
    assert bench.model.variants == [0, 1, 2, 0, 0, 1, 2, 0, 0]

    assert await bench.others(third) == ["y", "z"]


async def test_an_answer_that_breaks_off_by_itself_is_a_failure_and_asked_for_once() -> None:
    bench = Bench(FakeModel([Generation("", failure=BROKEN_OFF[0])] * 2))

    assert (await bench.ask()).sentence == "fake: the answer was cut short"
    assert bench.model.variants == [0]


async def test_who_is_shown_a_text_and_asks_by_key_has_others_made() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a * b"]))
    typed = await bench.ask()

    assert len(typed.candidates) == 1
    assert await bench.others() == ["a - b", "a * b"]
    assert bench.model.variants == [0, 1, 2]


async def test_others_are_waited_for_until_the_deadline() -> None:
    bench = Bench(FakeModel(["a + b"] * 2, gate=asyncio.Event()), deadline_ms=20)

    assert await bench.others() == []


async def test_a_rejected_alternative_is_not_shown_again() -> None:
    bench = Bench(FakeModel(["a + b", "a - b", "a * b"]))
    await bench.ask(invoked=True)
    await bench.others()
    found = await bench.ask(invoked=True)

    bench.proposer.forget(found.candidates[1].origin.generation_id)

    again = await bench.ask(invoked=True)
    assert [candidate.text for candidate in again.candidates] == ["a + b", "a * b"]
