"""A real server on a real log: what follows an accept is there when the process has ended."""

from contextlib import closing
from pathlib import Path
from typing import Any

from centaur.adapters.event_store import EventStore
from tests.support.lsp_client import LspClient, lsp_process
from tests.support.model_server import ModelServer, Script

URI = "file:///project/module.py"
TEXT = "total_price = 1\n" + 4 * "print(total_price)\n" + "print(total_"


def change(client: LspClient, version: int, start: int, end: int, text: str) -> None:
    """A change of the last line."""
    place = {"start": {"line": 5, "character": start}, "end": {"line": 5, "character": end}}
    client.change(URI, version, {"range": place, "text": text})


async def accept(client: LspClient) -> dict[str, Any]:
    """Ask at the end of the document, see and accept what is suggested."""
    [item] = await client.complete(URI, 5, 12, triggerKind=1)
    client.notify("textDocument/didShowCompletion", {"item": item})
    change(client, 2, 12, 12, item["insertText"])
    await client.request("workspace/executeCommand", item["command"])
    return item


async def test_a_save_an_undo_and_what_was_typed_are_in_the_log(centaur_home: Path) -> None:
    async with lsp_process("-m", "centaur", "serve") as client:
        await client.initialize()
        client.open(URI, TEXT)
        item = await accept(client)
        client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
        client.notify(
            "centaur/didChangeReason", {"textDocument": {"uri": URI}, "version": 3, "reason": "undo"}
        )
        change(client, 3, 12, 12 + len(item["insertText"]), "")
        change(client, 4, 12, 12, "x")
        assert await client.quit() == 0

    with closing(EventStore(centaur_home / "events.db")) as store:
        accepted = len(item["insertText"])
        assert store.query("SELECT count(*) FROM outcome WHERE outcome = 'accepted'") == [(1,)]
        assert store.query("SELECT removed_chars FROM undone") == [(accepted,)]
        assert store.query("SELECT moment, censored_reason FROM survival ORDER BY sequence") == [
            ("save", ""),
            *((moment, "undo") for moment in ("15", "30", "120", "300", "600")),
        ]
        assert store.query("SELECT typed_chars, accepted_chars FROM typing") == [(1, accepted)]


async def test_a_rejected_text_comes_back_when_the_text_around_it_has_changed() -> None:
    async with lsp_process("-m", "centaur", "serve") as client:
        await client.initialize()
        client.open(URI, TEXT)
        [item] = await client.complete(URI, 5, 12, triggerKind=1)
        client.notify("textDocument/didShowCompletion", {"item": item})
        client.notify("centaur/didDismissCompletion", {"item": item, "reason": "escape"})
        assert await client.complete(URI, 5, 12, triggerKind=1) == []

        client.change(URI, 2, {"text": TEXT.replace("= 1", "= 2")})
        assert len(await client.complete(URI, 5, 12, triggerKind=1)) == 1


async def test_a_text_that_continues_a_selected_entry_is_accepted_and_followed_with_the_entry(
    centaur_home: Path,
) -> None:
    word = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 3}}
    with ModelServer(Script("(total)")) as model:
        async with lsp_process("-m", "centaur", "serve") as client:
            table = {"endpoint": model.url, "style": "fim-suffix", "name": "coder", "deadline_ms": 20_000}
            await client.initialize({"engines": ["fast"], "models": {"fast": table}})
            client.open(URI, "pri")
            [item] = await client.complete(
                URI, 0, 3, triggerKind=2, selectedCompletionInfo={"range": word, "text": "print"}
            )
            assert (item["insertText"], item["range"]) == ("print(total)", word)
            client.notify("textDocument/didShowCompletion", {"item": item})
            client.change(URI, 2, {"range": word, "text": item["insertText"]})
            await client.request("workspace/executeCommand", item["command"])
            client.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
            assert await client.quit() == 0

    with closing(EventStore(centaur_home / "events.db")) as store:
        came = len("nt(total)")
        [outcome] = store.query("SELECT outcome, offered_chars, accepted_chars, typed_chars FROM outcome")
        assert outcome == ("accepted", came, came, 0)
        saved = "SELECT accepted_chars, retained_chars, unchanged FROM survival WHERE moment = 'save'"
        assert store.query(saved) == [(came, came, 1)]
        assert store.query("SELECT typed_chars, accepted_chars FROM typing") == [(0, came)]
