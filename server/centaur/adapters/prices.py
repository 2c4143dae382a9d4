"""What a call cost: nothing but the hours on a machine of one's own, elsewhere what the provider charges."""

import logging
from types import ModuleType

from centaur.adapters.presets import ModelSpec

log = logging.getLogger(__name__)
_PROVIDERS = {"codestral": "mistral"}  # where the preset's name is not that of the price list


class Prices:
    """The price list of the package genai-prices: dated, offline, an extra; without it nothing is known."""

    def __init__(self) -> None:
        self._list: ModuleType | None = None

    def load(self) -> None:
        """Load the list, which takes a quarter of a second: best done in a thread."""
        try:
            import genai_prices  # noqa: PLC0415 - an extra, and slow
        except ImportError:
            return
        self._list = genai_prices

    def cost_usd(
        self, spec: ModelSpec, tokens: tuple[int | None, int | None, int | None], total_ms: float
    ) -> float | None:
        """US dollars for a call of so many tokens (in, out, of those in cached), None where nobody knows."""
        if spec.is_own:
            return spec.usd_per_hour * total_ms / 3_600_000
        given, made, cached = tokens
        if self._list is None or given is None or made is None:
            return None
        usage = self._list.Usage(input_tokens=given, output_tokens=made, cache_read_tokens=cached)
        provider = _PROVIDERS.get(spec.preset, spec.preset) or None
        where = {"provider_id": provider} if provider else {"provider_api_url": spec.endpoint}
        try:
            return float(self._list.calc_price(usage, spec.name, **where).total_price)
        except (LookupError, ValueError) as error:
            log.debug("no price is known for %s: %s", spec.name, type(error).__name__)
            return None
