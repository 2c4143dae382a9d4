"""A model's text as the caches keep it."""

import json
from dataclasses import asdict, dataclass

_MOST_CHARS = 16_000  # forty lines of four hundred characters; what is longer was not put there by us


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished text, before the steps that depend on today's document.

    `cost_usd` is what it cost when it was made, null where nobody knows; `context` is what was told then;
    `estimated` says that the cost is our estimate.
    """

    text: str
    stop_reason: str
    cost_usd: float | None = None
    context: str = ""
    estimated: bool = False

    def to_json(self) -> str:
        """The form on disk."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_json(value: str | None) -> "Kept | None":
        """Read field by field; whatever does not fit is a miss."""
        try:
            row = json.loads(value or "null")
        except ValueError:
            return None
        match row:
            case {"text": str(text), "stop_reason": str(stop_reason)} if 0 < len(text) <= _MOST_CHARS:
                cost, context = row.get("cost_usd"), row.get("context", "")
                is_cost = isinstance(cost, float) and cost >= 0
                return Kept(
                    text,
                    stop_reason,
                    cost if is_cost else None,
                    context if isinstance(context, str) else "",
                    row.get("estimated") is True,
                )
        return None
