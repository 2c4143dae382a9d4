"""The server's state for the editor's status bar, sent when it changes."""

from collections.abc import Callable, Mapping
from typing import Any

from centaur.completion.types import Answer

METHOD = "didChangeStatus"
# What the next keystroke may lift is not worth a change of the status bar.
_PASSING = {"mid_word"}


class StatusLine:
    """What the status bar last heard: Copilot's form, `kind` is Normal, Warning, Error or Inactive."""

    def __init__(self, notify: Callable[[str, Any], None]) -> None:
        self._notify = notify
        self._last: dict[str, Any] = {}

    def tell(self, status: Mapping[str, object]) -> None:
        """The state is this from now on."""
        self._send(message=str(status.get("message", "")), kind=str(status.get("kind", "Normal")))

    def busy(self, busy: bool) -> None:
        """Something takes long, or has ended."""
        self._send(busy=busy)

    def _send(self, **change: Any) -> None:
        news = {"busy": False, "message": "", "kind": "Normal"} | self._last | change
        if news != self._last:
            self._last = news
            self._notify(METHOD, news)


def noted(answer: Answer) -> dict[str, object]:
    """What is to be known of the suggestion on show, such as an import of what is not there."""
    notes = answer.suggestions[0].origin.notes if answer.suggestions else ()
    return {"message": notes[0].sentence} if notes else {}


def refusal(answer: Answer) -> dict[str, object]:
    """What the answer changes in the state: a place where nothing is suggested says why."""
    if answer.result != "suppressed" or answer.reason in _PASSING:
        return {}
    return {"kind": "Inactive", "message": answer.sentence}
