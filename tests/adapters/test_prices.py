"""What a call cost."""

import pytest

from centaur.adapters.presets import resolve
from centaur.adapters.prices import Prices

HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def prices() -> Prices:
    prices = Prices()
    prices.load()
    return prices


def test_a_model_on_ones_own_machine_costs_nothing_but_its_hours(prices: Prices) -> None:
    free, rented = resolve("a", {"preset": "ollama"}), resolve("b", {"preset": "ollama", "usd_per_hour": 2})

    assert prices.cost_usd(free, (None, None, None), HOUR_MS) == 0.0
    assert prices.cost_usd(rented, (None, None, None), HOUR_MS / 4) == 0.5


@pytest.mark.parametrize("preset", ["openai", "anthropic", "mistral", "codestral", "deepseek", "openrouter"])
def test_the_model_of_every_preset_that_is_paid_for_has_a_price(preset: str, prices: Prices) -> None:
    spec = resolve("a", {"preset": preset})
    dear, cheap = (prices.cost_usd(spec, (count, 100, None), 1) for count in (1_000_000, 1_000))

    assert dear is not None
    assert cheap is not None
    assert 0 < cheap < dear < 100


def test_where_nobody_knows_there_is_no_price(prices: Prices) -> None:
    known = resolve("a", {"preset": "openai"})
    unknown = resolve("b", {"preset": "openai", "name": "no-such-model"})
    elsewhere = resolve("c", {"endpoint": "https://x.test/v1", "style": "chat", "name": "gpt-4.1-mini"})

    assert prices.cost_usd(known, (None, 5, None), 1) is None
    assert prices.cost_usd(unknown, (5, 5, None), 1) is None
    assert prices.cost_usd(elsewhere, (5, 5, None), 1) is None
    assert Prices().cost_usd(known, (5, 5, None), 1) is None
