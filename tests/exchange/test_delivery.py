"""Parcels for a receiver that is busy, stumbles or loses an answer: none is lost and none sent twice."""

from collections import Counter
from pathlib import Path

import pytest

from centaur.adapters.receiver_client import ReceiverClient
from centaur.adapters.sent_ledger import SentLedger
from centaur.exchange.delivery import ATTEMPTS, Delivery, DeliveryError, Parcel
from tests.support.receiver_server import Received, ReceiverServer, Says, once, well


def parcels(count: int, *, seen: bool = False) -> list[Parcel]:
    place = ("/seen", "human_decision") if seen else None
    return [Parcel("traces", f"s{at}", "POST", f"/{at}", b"body", seen=place) for at in range(count)]


def delivered(
    server: ReceiverServer, tmp_path: Path, waiting: list[Parcel]
) -> tuple[Delivery, list[float], str]:
    """The delivery, how long it waited, and why it stopped."""
    slept: list[float] = []
    with (
        ReceiverClient(server.url, {}, has_key=False) as client,
        SentLedger(tmp_path / "sent.db", "here") as ledger,
    ):
        delivery = Delivery(client, ledger, slept.append)
        try:
            delivery.send(waiting)
        except DeliveryError as error:
            return delivery, slept, str(error)
    return delivery, slept, ""


@pytest.mark.parametrize(
    ("says", "waited"),
    [
        (Says(429, headers=(("Retry-After", "7"),)), [7.0]),
        (Says(429), [1.0]),
        (Says(500), [1.0]),
        (Says(503, headers=(("Retry-After", "0"),)), [0.0]),
    ],
)
def test_a_receiver_that_is_busy_or_stumbles_is_asked_again(
    says: Says, waited: list[float], tmp_path: Path
) -> None:
    with ReceiverServer(once(1, says)) as server:
        delivery, slept, error = delivered(server, tmp_path, parcels(3))
    assert (error, slept) == ("", waited)
    assert delivery.of("traces") == Counter(sent=3)
    assert [one.path for one in server.received] == ["/0", "/1", "/1", "/2"]


@pytest.mark.parametrize(
    ("says", "words", "tries"),
    [
        (Says(401, b"bad key"), "401 bad key: look at the key", 1),
        (Says(401, b"\x1b[31mred"), "401 \ufffd[31mred: look at the key", 1),
        (Says(403), "403: look at the key", 1),
        (Says(500, b"broken"), "500 broken, 3 times", ATTEMPTS),
        (Says(429, headers=(("Retry-After", "3600"),)), "429, and to come back in 3600 s", 1),
        (Says(hang_up=True), "cannot be reached", 1),
    ],
)
def test_where_going_on_makes_no_sense_the_rest_is_sent_by_the_next_run_and_nothing_twice(
    says: Says, words: str, tries: int, tmp_path: Path
) -> None:
    def from_the_second_on(received: Received, _number: int) -> Says:
        return Says() if received.path == "/0" else says

    with ReceiverServer(from_the_second_on) as server:
        delivery, _, error = delivered(server, tmp_path, parcels(3))
        assert words in error
        assert delivery.of("traces") == Counter(sent=1)
        assert [one.path for one in server.received] == ["/0", *["/1"] * tries]
        server.behaviour = well
        delivery, _, error = delivered(server, tmp_path, parcels(3))
    assert error == ""
    assert delivery.of("traces") == Counter(before=1, sent=2)
    assert [one.path for one in server.received[1 + tries :]] == ["/1", "/2"]


@pytest.mark.parametrize("status", [301, 404, 405])
def test_another_address_is_told_by_the_first_answer(status: int, tmp_path: Path) -> None:
    with ReceiverServer(lambda _received, _number: Says(status)) as server:
        _, _, error = delivered(server, tmp_path, parcels(3))
    assert error == f"it answered {status}: look at the address and the project"
    assert len(server.received) == 1


def test_what_is_refused_by_itself_keeps_nothing_else_from_being_sent(tmp_path: Path) -> None:
    with ReceiverServer(once(1, Says(400, b"too long"))) as server:
        delivery, _, error = delivered(server, tmp_path, parcels(3))
    assert (error, delivery.complaint) == ("", "400 too long")
    assert delivery.of("traces") == Counter(sent=2, refused=1)


def test_a_decision_whose_answer_was_lost_is_looked_for_before_it_is_sent_again(tmp_path: Path) -> None:
    arrived: set[str] = set()

    def loses_the_answer(received: Received, _number: int) -> Says:
        if received.method == "GET":
            return Says(200, b"human_decision" if arrived else b"")
        arrived.add(received.path)
        return Says(hang_up=True)

    with ReceiverServer(loses_the_answer) as server:
        _, _, error = delivered(server, tmp_path, parcels(1, seen=True))
        assert "cannot be reached" in error
        delivery, _, error = delivered(server, tmp_path, parcels(1, seen=True))
    assert (error, delivery.of("traces")) == ("", Counter(sent=1))
    assert [one.method for one in server.received] == ["GET", "POST", "GET"]


# ExportTracePartialSuccess: rejected_spans = 1, error_message = "no room"; the second says it in JSON.
