"""What goes wrong around a real server: a sentence, suggestions all the same, never a traceback."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.lsp_client import ProcessClient, lsp_process

SERVE = ("-m", "centaur", "serve")
TEXT = "total_price = 1\n" + 4 * "print(total_price)\n" + "print(total_"
URI = "file:///project/main.py"


@asynccontextmanager
async def server(
    settings: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> AsyncIterator[ProcessClient]:
    """A real server that ends in order and wrote no traceback."""
    async with lsp_process(*SERVE, environment=environment) as client:
        await client.initialize(settings=settings)
        yield client
        assert await client.quit() == 0
        assert "Traceback" not in await client.errors()


async def suggested(client: ProcessClient, text: str = TEXT, language: str = "python") -> str:
    """What is suggested at the end of the text."""
    client.open(URI, text, language)
    lines = text.split("\n")
    items = await client.complete(URI, len(lines) - 1, len(lines[-1]), triggerKind=1)
    return str(items[0]["insertText"]) if items else ""


async def message(client: ProcessClient) -> str:
    """What the status bar says, once the session has begun."""
    await suggested(client)
    return str((await client.request("centaur/status"))["message"])


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)


def beginnings(folder: Path, pattern: str) -> list[bytes]:
    return [path.read_bytes()[:6] for path in folder.glob(pattern)]


async def test_without_a_folder_for_its_state_it_suggests_and_says_why_nothing_is_recorded(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")

    async with server(environment={"CENTAUR_HOME": str(tmp_path / "file")}) as client:
        assert await suggested(client) == "price)"
        assert "cannot be used" in await message(client)


@pytest.mark.parametrize("variable", ["CENTAUR_HOME", "HOME"])
async def test_a_home_with_spaces_and_letters_of_any_script_is_a_home(variable: str, tmp_path: Path) -> None:
    home = tmp_path / "my home, mañana 漢字 😀"
    home.mkdir()
    elsewhere = {"CENTAUR_HOME": "", "XDG_STATE_HOME": "", "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": ""}

    async with server(environment=elsewhere | {variable: str(home)}) as client:
        assert await suggested(client) == "price)"
        assert await message(client) == ""

    assert [path.name for path in home.rglob("events.db")] == ["events.db"]


async def test_a_broken_config_file_is_the_defaults_and_a_sentence(centaur_home: Path) -> None:
    put(centaur_home / "config.toml", b"engines = [")

    async with server() as client:
        assert await suggested(client) == "price)"
        assert "is not valid TOML" in await message(client)


async def test_a_damaged_event_log_is_set_aside_and_a_new_one_begun(centaur_home: Path) -> None:
    put(centaur_home / "events.db", os.urandom(4096))

    async with server() as client:
        assert await suggested(client) == "price)"

    assert beginnings(centaur_home, "events.db") == [b"SQLite"]
    assert len(beginnings(centaur_home, "events.broken-*.db")) == 1


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"engines": ["fast"]}, "there is no [models.fast]"),
        ({"engines": ["fast"], "models": {"fast": {"preset": "olama"}}}, "olama"),
        ({"engine": ["local"]}, "unknown setting 'engine'"),
    ],
)
async def test_settings_that_do_not_fit_are_named_in_the_status_bar(
    settings: dict[str, Any], told: str
) -> None:
    async with server(settings=settings) as client:
        assert told in await message(client)


async def test_past_a_dead_endpoint_the_local_engine_answers_and_the_status_bar_says_why() -> None:
    model = {"endpoint": "http://127.0.0.1:9/v1", "style": "chat", "name": "tiny"}

    async with server(settings={"engines": ["fast", "local"], "models": {"fast": model}}) as client:
        for number in range(3):
            # Another place each time, or the suggestion on offer would answer without asking.
            assert await suggested(client, number * "# more\n" + TEXT) == "price)"
        assert "tiny does not answer (connection refused)" in await message(client)


@pytest.mark.parametrize(
    ("text", "language"),
    [("\0\x7fELF\0" * 100, "plaintext"), ("\0\x7fELF\0" * 100, "python"), ("x", "klingon"), ("", "python")],
    ids=["binary", "binary named python", "unknown language", "empty"],
)
async def test_odd_documents_get_an_empty_list(text: str, language: str) -> None:
    async with server() as client:
        assert await suggested(client, text, language) == ""


async def test_a_document_of_12_mb_gets_an_empty_list_and_the_next_one_its_suggestion() -> None:
    async with server() as client:
        assert await suggested(client, "value = 1  # filler\n" * 600_000) == ""
        client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        assert await suggested(client) == "price)"


async def test_after_a_paste_of_10_000_lines_and_a_line_of_2_mb_the_next_key_has_its_suggestion() -> None:
    start = {"line": 0, "character": 0}
    async with server() as client:
        client.open(URI, "")
        client.change(
            URI, 2, {"range": {"start": start, "end": start}, "text": "count = 0\n" * 10_000 + TEXT}
        )
        [item] = await client.complete(URI, 10_005, 12, triggerKind=1)
        client.change(URI, 3, {"range": {"start": start, "end": start}, "text": "x" * 2_000_000 + "\n"})
        assert await client.complete(URI, 0, 9, triggerKind=1) == []
        [again] = await client.complete(URI, 10_006, 12, triggerKind=1)

    assert [item["insertText"], again["insertText"]] == ["price)", "price)"]


async def test_a_position_past_the_end_is_the_end() -> None:
    async with server() as client:
        await suggested(client)
        [item] = await client.complete(URI, 4_000, 4_000, triggerKind=1)

    assert item["insertText"] == "price)"
