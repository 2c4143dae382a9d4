"""A model's text as the caches keep it."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished text, before the steps that depend on today's document."""

    text: str
    stop_reason: str

    def to_json(self) -> str:
        """The form on disk."""
        return json.dumps({"text": self.text, "stop_reason": self.stop_reason})

    @staticmethod
    def from_json(value: str | None) -> "Kept | None":
        """Read field by field; whatever does not fit is a miss."""
        try:
            row = json.loads(value or "null")
        except ValueError:
            return None
        match row:
            case {"text": str(text), "stop_reason": str(stop_reason)} if text:
                return Kept(text, stop_reason)
        return None
