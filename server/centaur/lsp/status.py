"""The server's state for the editor's status bar, sent when it changes."""

from collections.abc import Callable, Mapping
from typing import Any

METHOD = "didChangeStatus"


class StatusLine:
    """What the status bar last heard: Copilot's form, `kind` is Normal, Warning, Error or Inactive."""

    def __init__(self, notify: Callable[[str, Any], None]) -> None:
        self._notify = notify
        self._last: dict[str, Any] = {}

    def tell(self, status: Mapping[str, object], *, busy: bool = False) -> None:
        """Send the status if it is news."""
        news = {
            "busy": busy,
            "message": str(status.get("message", "")),
            "kind": str(status.get("kind", "Normal")),
        }
        if news != self._last:
            self._last = news
            self._notify(METHOD, news)
