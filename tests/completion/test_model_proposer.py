"""A model as a proposer: what is asked, what is remembered, and what a deadline means."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from centaur.adapters import prompt_files
from centaur.completion import context
from centaur.completion.model_proposer import ModelProposer, Pace
from centaur.completion.snippets import Snippet
from centaur.completion.types import Generation, Near, Proposal, Request
from centaur.evidence.events import Event, GenerationEvent
from tests.privacy.planted import private_key
from tests.support.fakes import FakeClock, FakeModel, MemoryCache, runtime
from tests.support.fixture import request

LINE = "def add(a, b):\n    return $0\n"


@dataclass
class Bench:
    """A proposer with everything around it in reach."""

    model: FakeModel
    cache: MemoryCache = field(default_factory=MemoryCache)
    events: list[Event] = field(default_factory=list)
    deadline_ms: int = 1_000
    delay_ms: int = 0
    foresees: bool = False
    clock: FakeClock = field(default_factory=FakeClock)
    gather: Callable[[Request, Near], tuple[Snippet, ...]] = lambda _request, _near: ()

    def __post_init__(self) -> None:
        prompts, _ = prompt_files.read(Path("nowhere"))
        pace = Pace(self.delay_ms, self.deadline_ms, self.foresees)
        template = prompts.find("inline/fim")
        running = runtime(self.events, self.clock)
        self.proposer = ModelProposer(self.model, template, self.cache, pace, running, gather=self.gather)

    async def ask(self, text: str = LINE, *, invoked: bool = False) -> Proposal:
        asked = request(text, trigger="invoked" if invoked else "automatic")
        return await self.proposer.propose(asked, context.near(asked))

    async def others(self, text: str = LINE) -> list[str]:
        asked = request(text, trigger="invoked")
        found = await self.proposer.others(asked, context.near(asked))
        return [candidate.text for candidate in found.candidates]

    async def foresee(self, text: str, offered: str) -> None:
        """What the person is offered, and looks at for a while."""
        asked = request(text)
        self.proposer.anticipate(asked, context.near(asked), offered)
        self.clock.advance(1)
        await asyncio.sleep(0)

    async def written(self) -> None:
        """Return when an answer has come to the disk too, a moment after it was given."""
        for _ in range(3):
            await asyncio.sleep(0)

    def open_gate(self) -> None:
        assert self.model.gate
        self.model.gate.set()

    def generations(self) -> list[tuple[str, str]]:
        return [(event.source, event.status) for event in self.events if isinstance(event, GenerationEvent)]


async def cancelled(asking: Coroutine[None, None, Proposal]) -> None:
    """A request that has lost its turn to a newer one."""
    asked = asyncio.create_task(asking)
    await asyncio.sleep(0.01)
    asked.cancel()
    await asyncio.wait({asked})
    assert asked.cancelled()


def text_of(proposal: Proposal) -> str:
    return proposal.candidates[0].text if proposal.candidates else ""


def source_of(proposal: Proposal) -> str:
    return proposal.candidates[0].origin.source


async def test_the_model_is_asked_once_and_remembered() -> None:
    bench = Bench(FakeModel(["a + b"]))

    first, second = await bench.ask(), await bench.ask()

    assert [text_of(first), text_of(second)] == ["a + b", "a + b"]
    assert [source_of(first), source_of(second)] == ["fresh", "memory"]
    assert len(bench.model.prompts) == 1
    assert bench.generations() == [("fresh", "complete"), ("memory", "complete")]


async def test_another_process_finds_the_answer_on_disk() -> None:
    before = Bench(FakeModel(["a + b"]))
    await before.ask()
    await before.written()

    after = Bench(FakeModel([]), before.cache)
    proposal = await after.ask()

    assert (text_of(proposal), source_of(proposal)) == ("a + b", "disk")


async def test_a_damaged_row_is_a_miss() -> None:
    bench = Bench(FakeModel(["a + b"]))
    await bench.ask()
    await bench.written()
    damaged = MemoryCache(dict.fromkeys(bench.cache.rows, '{"text": 7}'))

    assert source_of(await Bench(FakeModel(["a + b"]), damaged).ask()) == "fresh"


async def test_secrets_leave_neither_for_the_model_nor_for_the_disk() -> None:
    canary = "ghp_" + "A1b2" * 9
    bench = Bench(FakeModel(["a + b"]))

    await bench.ask(f'TOKEN = "{canary}"\nvalue = $0\n')
    await bench.written()

    assert "<redacted:" in bench.model.prompts[0].prefix
    assert canary not in repr(bench.model.prompts) + repr(bench.cache.rows)


async def test_a_failure_is_a_sentence_and_is_not_remembered() -> None:
    bench = Bench(FakeModel([Generation("", failure="http 500"), "a + b"]))

    failed, again = await bench.ask(), await bench.ask()

    assert (failed.result, failed.sentence) == ("failed", "fake: http 500")
    assert text_of(again) == "a + b"
    assert bench.generations() == [("fresh", "http 500"), ("fresh", "complete")]


async def test_past_the_deadline_the_request_is_answered_and_the_answer_still_fills_the_cache() -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event()), deadline_ms=10)

    late = await bench.ask()
    assert bench.model.gate
    bench.model.gate.set()
    await asyncio.sleep(0.01)
    again = await bench.ask()

    assert (late.result, late.reason) == ("failed", "deadline")
    assert (text_of(again), source_of(again)) == ("a + b", "memory")
    assert len(bench.model.prompts) == 1


async def test_what_went_before_counts_against_the_deadline_and_too_late_nothing_is_asked() -> None:
    bench = Bench(FakeModel(["a + b"]), deadline_ms=500)
    asked = request(LINE, asked_at=FakeClock.at - 0.6)

    late = await bench.proposer.propose(asked, context.near(asked))

    assert (late.result, late.reason) == ("failed", "deadline")
    assert bench.model.prompts == []


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


async def test_what_was_rejected_is_not_joined_either() -> None:
    bench = Bench(FakeModel(["a + b", "a - b"]))
    rejected = await bench.ask("x = $0")

    bench.proposer.forget(rejected.candidates[0].origin.generation_id)

    assert source_of(await bench.ask("x = a$0")) == "fresh"


async def test_typing_on_within_the_delay_asks_nothing() -> None:
    bench = Bench(FakeModel(["a + b"]), delay_ms=60_000)
    asked = asyncio.create_task(bench.ask())
    await asyncio.sleep(0.01)

    asked.cancel()
    await asyncio.wait({asked})

    assert bench.model.prompts == []


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


async def test_every_generation_names_the_prompt_that_made_it() -> None:
    bench = Bench(FakeModel(["a + b"]))
    await bench.ask()

    [event] = [event for event in bench.events if isinstance(event, GenerationEvent)]

    assert (event.prompt_id, event.prompt_version) == ("inline/fim", 2)
    assert len(event.prompt_hash) == 12


async def test_what_was_rejected_is_evicted_from_memory_and_disk_and_the_model_is_asked_again() -> None:
    bench = Bench(FakeModel(["a + b", "a - b"]))
    for _ in range(2):
        rejected = await bench.ask()

    bench.proposer.forget(rejected.candidates[0].origin.generation_id)
    await bench.written()

    assert bench.cache.rows == {}
    assert (text_of(again := await bench.ask()), source_of(again)) == ("a - b", "fresh")


async def test_what_another_process_cached_can_be_evicted_too() -> None:
    before = Bench(FakeModel(["a + b"]))
    await before.ask()
    await before.written()
    bench = Bench(FakeModel([]), before.cache)

    bench.proposer.forget((await bench.ask()).candidates[0].origin.generation_id)
    bench.proposer.forget("unknown")
    await asyncio.sleep(0)

    assert bench.cache.rows == {}


async def test_what_else_is_told_is_redacted_counted_and_not_in_the_key() -> None:
    canary = "ghp_" + "A1b2" * 9
    bench = Bench(FakeModel(["a + b"]))
    piece = Snippet("open", "other.py", f'TOKEN = "{canary}"')
    told = Bench(FakeModel(["a + b"]), bench.cache, gather=lambda _request, _near: (piece,))

    await told.ask()
    await told.written()
    again = await bench.ask()

    assert told.model.prompts[0].prefix.startswith('# other.py\n# TOKEN = "<redacted:')
    assert canary not in repr(told.model.prompts) + repr(told.cache.rows)
    assert source_of(again) == "disk"
    for event in (*told.events, *bench.events):
        assert isinstance(event, GenerationEvent)
        assert event.context == f"prefix:26,suffix:1,open:{len(piece.text)}"


async def test_what_the_cache_saved_is_what_the_text_cost() -> None:
    bench = Bench(FakeModel([Generation("a + b", "stop", cost_usd=0.25)]))
    await bench.ask()
    await bench.ask()

    costs = [
        (event.cost_usd, event.saved_usd) for event in bench.events if isinstance(event, GenerationEvent)
    ]

    assert costs == [(0.25, None), (0.0, 0.25)]


async def test_a_row_without_a_price_saves_nobody_knows_what() -> None:
    bench = Bench(FakeModel(["a + b"]))
    await bench.ask()
    await bench.written()
    old = dict.fromkeys(bench.cache.rows, '{"text": "a + b", "stop_reason": "stop"}')

    later = Bench(FakeModel([]), MemoryCache(old))
    await later.ask()

    [event] = later.events
    assert isinstance(event, GenerationEvent)
    assert (event.cost_usd, event.saved_usd, event.context) == (0.0, None, "")


async def test_a_model_that_is_late_three_times_says_so() -> None:
    bench = Bench(FakeModel(["a"] * 3, gate=asyncio.Event()), deadline_ms=1)
    for text in ("x = $0", "y = $0", "z = $0"):
        await bench.ask(text)

    assert "your deadline is 0.0 s (deadline_ms)" in bench.proposer.problem
    bench.proposer.cancel()


async def test_a_late_answer_is_waited_for_even_when_the_next_request_loses_its_turn() -> None:
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event()), deadline_ms=5)
    await bench.ask()
    asked = request(LINE, asked_at=FakeClock.at + 60)

    await cancelled(bench.proposer.propose(asked, context.near(asked)))
    bench.clock.advance(1)
    await asyncio.sleep(0)

    assert bench.model.cancelled == 0
    bench.open_gate()


async def test_where_another_number_of_lines_may_be_put_the_model_is_asked_again() -> None:
    bench = Bench(FakeModel(["a + b", "a - b"]))
    await bench.ask()
    one_line = context.near(asked := request(LINE), "never")

    again = await bench.proposer.propose(asked, one_line)

    assert (text_of(again), source_of(again)) == ("a - b", "fresh")


async def test_half_a_key_in_what_else_is_told_takes_nothing_of_the_code_with_it() -> None:
    half = Snippet("open", "other.py", "\n".join(private_key().splitlines()[:3]))
    bench = Bench(FakeModel(["a + b"]), gather=lambda _request, _near: (half,))

    await bench.ask()

    assert bench.model.prompts[0].prefix.endswith("def add(a, b):\n    return ")
    assert "<redacted:private-key>" in bench.model.prompts[0].prefix
