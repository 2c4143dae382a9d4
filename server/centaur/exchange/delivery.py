"""Sending one thing after the other: what was acknowledged is never sent again, what was not is told."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from centaur.adapters.receiver_client import Reply, UnreachableError
from centaur.adapters.sent_ledger import SentLedger

ATTEMPTS = 3
MAX_WAIT_S = 60.0
_BACK_OFF_S = (1.0, 4.0)
_OK = range(200, 300)
_UNKNOWN = 404
_BUSY = 429
_DENIED = {401, 403}
_ELSEWHERE = {301, 302, 307, 308, 404, 405}
_SERVER_ERROR = 500


class DeliveryError(Exception):
    """The receiver takes no more now; the message says what it answered."""


class Client(Protocol):
    """What sends; see `adapters/receiver_client`."""

    def send(self, method: str, path: str, body: Any = None) -> Reply:
        """Send, and give the answer. Raises UnreachableError."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One trace or decision. `accepted` reads the answer: the receiver's own complaint, or "".

    `seen` is a path and what its answer holds where this has arrived, for receivers that would keep two.
    """

    kind: str
    id: str
    method: str
    path: str
    body: Any
    accepted: Callable[[Reply], str] = lambda _reply: ""
    seen: tuple[str, str] | None = None


class Delivery:
    """Sends to one receiver, and counts `sent`, `before` (in an earlier run) and `refused`."""

    def __init__(self, client: Client, ledger: SentLedger, sleep: Callable[[float], None]) -> None:
        self._client = client
        self._ledger = ledger
        self._sleep = sleep
        self._counts: dict[str, Counter[str]] = {}
        self.complaint = ""

    def send(self, parcels: Iterable[Parcel]) -> None:
        """Send them in their order. Raises DeliveryError where going on makes no sense."""
        for parcel in parcels:
            counts = self.of(parcel.kind)
            if self._ledger.has(parcel.kind, parcel.id):
                counts["before"] += 1
                continue
            complaint = self._deliver(parcel)
            self.complaint = self.complaint or complaint
            counts["refused" if complaint else "sent"] += 1

    def of(self, kind: str) -> Counter[str]:
        """What has become of the parcels of a kind."""
        return self._counts.setdefault(kind, Counter())

    def _deliver(self, parcel: Parcel) -> str:
        """The receiver's complaint about this parcel, or "" when it was taken."""
        complaint = "" if self._arrived(parcel) else self._try(parcel)
        if not complaint:
            self._ledger.add(parcel.kind, parcel.id)
        return complaint

    def _try(self, parcel: Parcel) -> str:
        for attempt in range(ATTEMPTS):
            reply = self._ask(parcel.method, parcel.path, parcel.body)
            if reply.status in _OK:
                return parcel.accepted(reply)
            self._stop_if_hopeless(parcel.kind, reply, attempt)
            if reply.status != _BUSY and reply.status < _SERVER_ERROR:
                return f"{reply.status} {reply.words}".strip()
            self._sleep(_BACK_OFF_S[attempt] if reply.retry_after is None else reply.retry_after)
            if self._arrived(parcel):
                return ""
        raise AssertionError("the last attempt returns or raises")

    def _stop_if_hopeless(self, kind: str, reply: Reply, attempt: int) -> None:
        answered = f"it answered {reply.status} {reply.words}".strip()
        if reply.status in _DENIED:
            raise DeliveryError(f"{answered}: look at the key and at what it may do")
        if reply.status in _ELSEWHERE and not self.of(kind)["sent"] + self.of(kind)["before"]:
            raise DeliveryError(f"{answered}: look at the address and the project")
        if reply.status != _BUSY and reply.status < _SERVER_ERROR:
            return
        wait = reply.retry_after or 0
        if wait > MAX_WAIT_S:
            raise DeliveryError(f"{answered}, and to come back in {wait:.0f} s")
        if attempt == ATTEMPTS - 1:
            raise DeliveryError(f"{answered}, {ATTEMPTS} times")

    def _arrived(self, parcel: Parcel) -> bool:
        """Whether an earlier try, whose answer we never got, came through after all."""
        if parcel.seen is None:
            return False
        path, holds = parcel.seen
        reply = self._ask("GET", path, None)
        if reply.status in _OK:
            return holds in reply.body.decode("utf-8", "replace")
        if reply.status == _UNKNOWN:
            return False
        raise DeliveryError(f"it does not tell what has arrived ({reply.status} {reply.words})")

    def _ask(self, method: str, path: str, body: Any) -> Reply:
        try:
            return self._client.send(method, path, body)
        except UnreachableError as error:
            raise DeliveryError(str(error)) from error
