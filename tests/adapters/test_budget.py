"""Past a limit no model is asked, and the reason names the setting."""

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from centaur.adapters.budget import Budget, Metered
from centaur.adapters.spending import Spending
from centaur.completion.types import Generation
from centaur.privacy.redaction import RedactedPrompt
from centaur.settings import Settings
from tests.support.fakes import FakeClock, FakeModel

PROMPT = RedactedPrompt.of(prefix="x" * 40)
DAY_S = 86_400
PRICED = Generation("a", "stop", input_tokens=60, output_tokens=40, cost_usd=0.3)


def price(given: int, made: int) -> float:
    return (given + made) / 1_000_000


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


class Purse:
    """One window's budget and a model that is paid for with it."""

    def __init__(
        self, folder: Path, *, metered: bool = True, answer: Generation | None = None, **limits: Any
    ) -> None:
        self.clock = FakeClock()
        self.budget = Budget(Spending(folder, self.clock), self.clock)
        self.budget.limits = replace(Settings(), **limits)
        self.model = FakeModel([answer or Generation("a", "stop", input_tokens=60, output_tokens=40)] * 9_000)
        self.metered = Metered(self.model, self.budget, price if metered else None)

    async def ask(self) -> str:
        return (await self.metered.generate(PROMPT, lambda _text: "")).failure


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"requests_per_minute": 2}, "2 requests a minute are used (budget.requests_per_minute)"),
        ({"tokens_per_minute": 200}, "200 tokens a minute are used (budget.tokens_per_minute)"),
        ({"tokens_per_day": 200}, "today's 200 tokens are used (budget.tokens_per_day)"),
    ],
)
async def test_past_a_limit_the_model_is_not_asked(tmp_path: Path, limits: dict[str, Any], told: str) -> None:
    purse = Purse(tmp_path, **limits)

    assert [await purse.ask() for _ in range(4)] == ["", "", told, told]
    assert purse.metered.problem == f"fake is not asked: {told}"
    assert len(purse.model.prompts) == 2


async def test_money_is_counted_where_its_price_is_known(tmp_path: Path) -> None:
    purse = Purse(tmp_path, usd_per_day=0.5, answer=PRICED)

    told = "today's 0.50 dollars are spent (budget.usd_per_day)"
    assert [await purse.ask() for _ in range(3)] == ["", "", told]


async def test_a_minute_later_there_is_room_again_and_a_day_later_too(tmp_path: Path) -> None:
    purse = Purse(tmp_path, requests_per_minute=1, tokens_per_day=200)
    assert [await purse.ask(), await purse.ask() != ""] == ["", True]
    purse.clock.advance(61)
    assert await purse.ask() == ""
    purse.clock.advance(61)
    assert await purse.ask() != ""

    purse.clock.advance(DAY_S)
    assert await purse.ask() == ""
    assert len(files(tmp_path)) == 1


async def test_a_model_of_ones_own_is_limited_in_its_requests_alone(tmp_path: Path) -> None:
    purse = Purse(tmp_path, metered=False, tokens_per_minute=1, tokens_per_day=1, requests_per_minute=3)

    assert [bool(await purse.ask()) for _ in range(4)] == [False, False, False, True]
    assert files(tmp_path) == []


async def test_what_a_model_of_ones_own_took_is_told_as_it_was(tmp_path: Path) -> None:
    ended = Generation("a", "line_limit", total_ms=5.0, cost_usd=0.25)
    purse = Purse(tmp_path, metered=False, answer=ended)

    assert await purse.metered.generate(PROMPT, lambda _text: "") == ended


async def test_what_others_have_spent_does_not_stop_a_model_of_ones_own(tmp_path: Path) -> None:
    purse = Purse(tmp_path, tokens_per_minute=1, tokens_per_day=1)
    own = Metered(purse.model, purse.budget, None)
    await purse.ask()

    assert (purse.metered.problem != "", own.problem) == (True, "")


async def test_all_windows_share_the_day(tmp_path: Path) -> None:
    first, second = Purse(tmp_path, tokens_per_day=200), Purse(tmp_path, tokens_per_day=200)

    assert [await first.ask(), await second.ask()] == ["", ""]
    assert await first.ask() != ""
    assert await second.ask() != ""


async def test_tokens_that_nobody_counted_are_estimated(tmp_path: Path) -> None:
    purse = Purse(tmp_path, tokens_per_minute=20, answer=Generation("", failure="cancelled"))

    assert [bool((await purse.ask()).startswith("20 tokens")) for _ in range(3)] == [False, False, True]


async def test_a_stuck_client_stops_at_the_tokens_of_the_day(tmp_path: Path) -> None:
    purse = Purse(tmp_path)
    for _ in range(10_000):
        purse.clock.advance(0.36)
        await purse.ask()

    used = sum(int(line.split()[0]) for line in files(tmp_path)[0].read_text().splitlines())
    assert used <= Settings().tokens_per_day + 100


async def test_a_damaged_or_missing_file_only_counts_less(tmp_path: Path) -> None:
    purse = Purse(tmp_path, tokens_per_day=200)
    await purse.ask()
    [file] = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"nonsense\n1 x\n\xff 3\n")

    assert await purse.ask() == ""
    nowhere = Purse(tmp_path / "missing", tokens_per_day=200)
    assert [bool(await nowhere.ask()) for _ in range(3)] == [False, False, True]
