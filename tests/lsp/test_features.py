"""Promises about what the editor asks and tells: it reaches the session, in the core's terms."""

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from centaur.lsp.server import build
from tests.lsp.conversation import URI, conversation, start, told
from tests.support.lsp_client import LspError, lsp_in_memory

ITEM = {
    "insertText": "a😀b c\nd",
    "command": {"title": "", "command": "centaur.didAcceptCompletionItem", "arguments": ["s1"]},
}
CANCELLED = -32800


async def test_a_suggestion_is_put_at_the_cursor_and_carries_its_id() -> None:
    async with conversation("😀 x") as client:
        items = await client.complete(URI, 0, 3, triggerKind=1)

    place = {"line": 0, "character": 3}
    command = {"title": "Accept", "command": "centaur.didAcceptCompletionItem", "arguments": ["s1"]}
    assert items == [
        {"insertText": "[invoked 😀 ]", "range": {"start": place, "end": place}, "command": command}
    ]


async def test_a_request_is_answered_for_the_text_it_was_asked_about() -> None:
    async with conversation("old") as client:
        asked = client.ask_completion(URI, 0, 3)
        client.change(URI, 2, {"text": "new text"})

        assert (await asked)["result"]["items"][0]["insertText"] == "[automatic old]"


async def test_a_place_that_does_not_exist_is_the_nearest_that_does() -> None:
    async with conversation("first\nlast") as client:
        past_the_end, past_the_line = await client.complete(URI, 9, 9), await client.complete(URI, 0, 99)

    assert past_the_end[0]["range"]["start"] == {"line": 1, "character": 4}
    assert past_the_line[0]["range"]["start"] == {"line": 0, "character": 5}


def selected(start: int, end: int, text: str) -> dict[str, Any]:
    """An entry of the suggest widget that would replace a part of the first line."""
    place = {"start": {"line": 0, "character": start}, "end": {"line": 0, "character": end}}
    return {"range": place, "text": text}


async def test_the_entry_selected_in_the_suggest_widget_is_continued() -> None:
    async with conversation("😀 pri + 1") as client:
        [item] = await client.complete(URI, 0, 6, selectedCompletionInfo=selected(3, 6, "print"))

    assert item["insertText"] == "print[automatic 😀 print]"
    assert item["range"] == selected(3, 6, "")["range"]


@pytest.mark.parametrize(("units", "part"), [(5, (2, "word")), (3, (0, "word")), (0, (0, "word"))])
async def test_a_part_of_a_continued_entry_counts_from_the_cursor(units: int, part: tuple[int, str]) -> None:
    async with conversation("😀 pri + 1") as client:
        [item] = await client.complete(URI, 0, 6, selectedCompletionInfo=selected(3, 6, "print"))
        client.notify("textDocument/didPartiallyAcceptCompletion", {"item": item, "acceptedLength": units})

        assert ["partly", "s1", *part] in await told(client)


@pytest.mark.parametrize(
    "entry", [selected(0, 1, "yz"), selected(0, 0, "xyz"), selected(0, 1, "x\ny"), selected(0, 1, "")]
)
async def test_an_entry_that_cannot_be_continued_gets_nothing(entry: dict[str, Any]) -> None:
    async with conversation("x") as client:
        assert await client.complete(URI, 0, 1, selectedCompletionInfo=entry) == []


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "untitled:a", "file:///a%00b", "not an address", ""])
async def test_a_document_that_is_not_open_gets_nothing_and_is_not_read(uri: str) -> None:
    with files_opened() as opened:
        async with conversation("x") as client:
            assert await client.complete(uri, 0, 0) == []

    assert opened == []


@contextmanager
def files_opened() -> Iterator[list[str]]:
    """The files that anything in this process opens meanwhile."""
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    yield opened
    watching = False


async def test_a_document_closed_again_gets_nothing_more() -> None:
    async with conversation("slow") as client:
        waiting = client.ask_completion(URI, 0, 4)
        client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})

        assert (await waiting)["result"] == {"items": []}
        assert await client.complete(URI, 0, 0) == []


async def test_the_newest_request_of_a_document_wins_and_the_older_is_answered_with_nothing() -> None:
    async with conversation("slow\nfast") as client:
        older, newer = client.ask_completion(URI, 0, 4), client.ask_completion(URI, 1, 4)

        assert (await older)["result"] == {"items": []}
        assert (await newer)["result"]["items"]


@pytest.mark.parametrize("work", ["slow", "stubborn"])
async def test_a_cancelled_request_is_answered_at_once(work: str) -> None:
    async with conversation(work) as client:
        waiting = client.ask_completion(URI, 0, 8, request=77)
        await client.request("centaur/ping")
        client.notify("$/cancelRequest", {"id": 77})

        assert (await asyncio.wait_for(waiting, 1))["error"]["code"] == CANCELLED


@pytest.mark.parametrize("work", ["boom", "quit"])
async def test_a_failure_inside_is_an_empty_answer_and_one_line_in_the_log(
    work: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with conversation(f"{work}\nfine") as client:
        assert await client.complete(URI, 0, 4) == []
        assert await client.complete(URI, 1, 4)

    assert len(caplog.messages) == 1
    assert "own words" not in caplog.text


async def test_an_accept_is_answered_after_it_is_recorded() -> None:
    async with conversation("x") as client:
        await client.request("workspace/executeCommand", accept("s1"))

        assert ["accepted", "s1"] in await told(client)


async def test_an_accept_that_could_not_be_recorded_is_an_error() -> None:
    async with conversation("x") as client:
        with pytest.raises(LspError):
            await client.request("workspace/executeCommand", accept("unwritable"))


def accept(suggestion_id: str) -> dict[str, Any]:
    return {"command": "centaur.didAcceptCompletionItem", "arguments": [suggestion_id]}


AT_LINE_3 = {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 1}}
SIGNALS: dict[str, tuple[str, dict[str, Any], list[Any]]] = {
    "shown": ("textDocument/didShowCompletion", {"item": ITEM}, ["shown", "s1"]),
    "a word accepted": (
        "textDocument/didPartiallyAcceptCompletion",
        {"item": ITEM, "acceptedLength": 4},
        ["partly", "s1", 3, "word"],
    ),
    "a line accepted": (
        "textDocument/didPartiallyAcceptCompletion",
        {"item": ITEM, "acceptedLength": 6},
        ["partly", "s1", 5, "line"],
    ),
    "a line accepted with its ending": (
        "textDocument/didPartiallyAcceptCompletion",
        {"item": ITEM, "acceptedLength": 7},
        ["partly", "s1", 6, "line"],
    ),
    "dismissed": (
        "centaur/didDismissCompletion",
        {"item": ITEM, "reason": "escape"},
        ["dismissed", "s1", "escape"],
    ),
    "window blurred": (
        "centaur/didChangeVisibility",
        {"item": ITEM, "visible": False},
        ["visibility", "s1", False],
    ),
    "a change's reason": (
        "centaur/didChangeReason",
        {"textDocument": {"uri": URI}, "version": 2, "reason": "undo"},
        ["reason", URI, 2, "undo"],
    ),
    "what other tools find wrong": (
        "centaur/didChangeDiagnostics",
        {
            "uri": URI,
            "diagnostics": [
                {"range": AT_LINE_3, "severity": 1, "message": "undefined"},
                {"range": AT_LINE_3, "severity": 2, "message": "unused"},
                {"range": AT_LINE_3, "severity": 4, "message": "a hint is no problem"},
                {"range": AT_LINE_3, "message": "nobody says how bad it is"},
                {"severity": 1, "message": "nowhere"},
            ],
        },
        ["diagnosed", URI, [[3, "error", "undefined"], [3, "warning", "unused"]]],
    ),
    "saved": ("textDocument/didSave", {"textDocument": {"uri": URI}}, ["saved", URI]),
    "closed": ("textDocument/didClose", {"textDocument": {"uri": URI}}, ["closed", URI]),
    "configured": (
        "workspace/didChangeConfiguration",
        {"settings": {"centaur": {"engines": ["local"]}}},
        ["configured", {"engines": ["local"]}],
    ),
    "files changed": (
        "workspace/didChangeWatchedFiles",
        {"changes": [{"uri": "file:///project/b%20c.py", "type": 2}, {"uri": "untitled:x", "type": 1}]},
        ["files", ["/project/b c.py"]],
    ),
}


@pytest.mark.parametrize(("method", "params", "heard"), SIGNALS.values(), ids=SIGNALS)
async def test_a_signal_reaches_the_session(method: str, params: dict[str, Any], heard: list[Any]) -> None:
    async with conversation("x") as client:
        client.notify(method, params)

        assert (await told(client))[1:] == [heard]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/didShowCompletion", {"item": {"insertText": "x"}}),
        ("textDocument/didPartiallyAcceptCompletion", {"item": ITEM}),
        ("textDocument/didPartiallyAcceptCompletion", {"item": ITEM, "acceptedLength": -1}),
        ("centaur/didDismissCompletion", {"item": ITEM, "reason": 3}),
        ("centaur/didChangeVisibility", {"item": ITEM, "visible": "no"}),
        ("centaur/didChangeReason", {"textDocument": {"uri": URI}, "reason": "undo"}),
        ("centaur/didChangeDiagnostics", {"uri": URI, "diagnostics": "none"}),
        ("centaur/didChangeDiagnostics", None),
        ("workspace/didChangeConfiguration", {"settings": None}),
        ("workspace/didChangeConfiguration", {"settings": {"editor": {}}}),
        ("textDocument/didFocus", {"textDocument": {"uri": URI}}),
    ],
)
async def test_a_signal_that_says_too_little_or_that_nothing_needs_is_passed_over(
    method: str, params: dict[str, Any]
) -> None:
    async with conversation("x") as client:
        client.notify(method, params)

        assert (await told(client))[1:] == []


async def test_the_session_starts_with_who_the_editor_is_and_what_it_brought() -> None:
    async with lsp_in_memory(build(start)) as client:
        await client.initialize({"engines": ["local"]}, "file:///project/a%20b")
        first = (await client.request("centaur/status"))["told"][0]

    assert first == ["started", "scripted", ["/project/a b"], {"engines": ["local"]}]


async def test_the_status_is_sent_when_it_changes_and_not_again() -> None:
    async with conversation("x") as client:
        first = await client.notification("didChangeStatus")
        await client.complete(URI, 0, 1)
        await client.request("centaur/ping")

        assert first == {"busy": False, "message": "local, ready", "kind": "Normal"}
        assert client.notifications == []


async def test_a_refusal_says_why_in_the_status_until_something_is_suggested_again() -> None:
    async with conversation("excluded\nfine") as client:
        await client.notification("didChangeStatus")
        await client.complete(URI, 0, 8)
        await client.complete(URI, 1, 4)
        refused, fine = [await client.notification("didChangeStatus") for _ in range(2)]

    assert (refused["kind"], refused["message"]) == ("Inactive", "the reason is excluded")
    assert (fine["kind"], fine["message"]) == ("Normal", "local, ready")


async def test_a_refusal_that_the_next_keystroke_may_lift_leaves_the_status_alone() -> None:
    async with conversation("mid_word") as client:
        await client.notification("didChangeStatus")
        await client.complete(URI, 0, 8)
        await client.request("centaur/ping")

        assert client.notifications == []


async def test_a_request_that_takes_long_shows_as_busy() -> None:
    async with conversation("slow") as client:
        await client.notification("didChangeStatus")
        waiting = client.ask_completion(URI, 0, 4, request=77)
        busy = await client.notification("didChangeStatus")
        client.notify("$/cancelRequest", {"id": 77})
        await waiting
        idle = await client.notification("didChangeStatus")

    assert (busy["busy"], idle["busy"]) == (True, False)
