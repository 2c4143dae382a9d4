"""A model as a proposer: what is asked, what is remembered, and what a deadline means."""

import asyncio

from centaur.completion import context
from centaur.completion.snippets import Snippet
from centaur.completion.types import Generation
from centaur.evidence.events import GenerationEvent
from tests.completion.bench import LINE, Bench, cancelled, source_of, text_of
from tests.privacy.planted import private_key
from tests.support.fakes import FakeClock, FakeModel, MemoryCache
from tests.support.fixture import request


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


async def test_typing_on_within_the_delay_asks_nothing() -> None:
    bench = Bench(FakeModel(["a + b"]), delay_ms=60_000)
    asked = asyncio.create_task(bench.ask())
    await asyncio.sleep(0.01)

    asked.cancel()
    await asyncio.wait({asked})

    assert bench.model.prompts == []


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


def costs(bench: Bench) -> list[tuple[float | None, float | None, bool]]:
    made = [event for event in bench.events if isinstance(event, GenerationEvent)]
    return [(event.cost_usd, event.saved_usd, event.estimated) for event in made]


async def test_what_the_cache_saved_is_what_the_text_cost() -> None:
    bench = Bench(FakeModel([Generation("a + b", "stop", cost_usd=0.25)]))
    await bench.ask()
    await bench.ask()

    assert costs(bench) == [(0.25, None, False), (0.0, 0.25, False)]


async def test_an_estimate_is_logged_as_one_and_from_either_cache_too() -> None:
    bench = Bench(FakeModel([Generation("a + b", "line_limit", cost_usd=0.25, estimated=True)]))
    await bench.ask()
    await bench.ask()
    await bench.written()
    later = Bench(FakeModel([]), bench.cache)
    await later.ask()

    assert [*costs(bench), *costs(later)] == [(0.25, None, True), (0.0, 0.25, True), (0.0, 0.25, True)]


async def test_what_a_cancelled_call_took_is_logged() -> None:
    took = Generation("", failure="cancelled", total_ms=7.0, cost_usd=0.125, estimated=True)
    bench = Bench(FakeModel(["a + b"], gate=asyncio.Event(), ended=took))
    asked = asyncio.create_task(bench.ask())
    await asyncio.sleep(0.01)
    bench.proposer.cancel()
    await asked

    assert (bench.generations(), costs(bench)) == ([("fresh", "cancelled")], [(0.125, None, True)])


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


async def test_a_model_that_takes_files_is_told_pieces_of_files_apart_from_the_code() -> None:
    pieces = (Snippet("open", "other.py", "x = 1"), Snippet("edits", "other.py", "-y = 1\n+y = 2"))
    bench = Bench(FakeModel(["a + b"], takes_files=True), gather=lambda _request, _near: pieces)

    await bench.ask()

    [prompt] = bench.model.prompts
    assert (prompt.files, prompt.file) == ((("other.py", "x = 1"),), "main.py")
    assert prompt.prefix == "# other.py\n# -y = 1\n# +y = 2\ndef add(a, b):\n    return "


async def test_half_a_key_in_what_else_is_told_takes_nothing_of_the_code_with_it() -> None:
    half = Snippet("open", "other.py", "\n".join(private_key().splitlines()[:3]))
    bench = Bench(FakeModel(["a + b"]), gather=lambda _request, _near: (half,))

    await bench.ask()

    assert bench.model.prompts[0].prefix.endswith("def add(a, b):\n    return ")
    assert "<redacted:private-key>" in bench.model.prompts[0].prefix
