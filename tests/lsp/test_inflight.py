"""Promises about requests under way: the newest of a document wins, and nothing waits for the others."""

import asyncio

import pytest

from centaur.lsp.inflight import InFlight


async def value(result: str) -> str:
    return result


async def forever() -> str:
    await asyncio.Event().wait()
    raise AssertionError


async def stubborn(released: asyncio.Event) -> str:
    while not released.is_set():
        try:
            await released.wait()
        except asyncio.CancelledError:
            continue
    return "too late"


async def test_the_result_of_the_work_is_the_answer() -> None:
    assert await InFlight[str]().newest("a", value("x")) == "x"


async def test_a_newer_request_is_served_and_the_older_one_answered_with_nothing() -> None:
    inflight = InFlight[str]()
    older = asyncio.ensure_future(inflight.newest("a", forever()))
    await asyncio.sleep(0)

    assert await inflight.newest("a", value("x")) == "x"
    assert await older is None


async def test_requests_of_other_documents_are_left_alone() -> None:
    inflight = InFlight[str]()
    other = asyncio.ensure_future(inflight.newest("b", forever()))
    await asyncio.sleep(0)
    await inflight.newest("a", value("x"))
    await asyncio.sleep(0)

    assert not other.done()
    await inflight.cancel_all()
    assert await other is None


async def test_work_that_does_not_stop_is_not_waited_for() -> None:
    inflight, released = InFlight[str](), asyncio.Event()
    older = asyncio.ensure_future(inflight.newest("a", stubborn(released)))
    await asyncio.sleep(0)
    inflight.cancel("a")

    assert await older is None
    released.set()
    await inflight.cancel_all()


async def test_a_cancelled_request_ends_at_once_and_its_work_is_cancelled() -> None:
    inflight, released = InFlight[str](), asyncio.Event()
    request = asyncio.ensure_future(inflight.newest("a", stubborn(released)))
    await asyncio.sleep(0)
    request.cancel()

    with pytest.raises(asyncio.CancelledError):
        await request
    released.set()
    await inflight.cancel_all()


async def test_when_all_are_cancelled_no_work_is_left() -> None:
    inflight = InFlight[str]()
    requests = [asyncio.ensure_future(inflight.newest(name, forever())) for name in "abc"]
    await asyncio.sleep(0)
    await inflight.cancel_all()

    assert await asyncio.gather(*requests) == [None, None, None]
    assert asyncio.all_tasks() == {asyncio.current_task()}
