"""Promises about what the editor can ask about code and suggestions, in the protocol's terms."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.lsp.conversation import URI, conversation, told
from tests.support.lsp_client import LspClient, LspError

CODE = "def add(a, b):\n    return a + b\n\n\nx = add('😀', 2)\n"
WORDS = "### What it does\nAdds two things.\n\n### How\n- Uses `+` (L2)."
AT_SYMBOL = {"start": {"line": 0, "character": 5}, "end": {"line": 0, "character": 5}}
INVALID_PARAMS = -32602


@asynccontextmanager
async def talking(*says: str) -> AsyncIterator[LspClient]:
    """A conversation about the code with a model that says these things."""
    async with conversation(CODE, {"says": list(says)}) as client:
        yield client


async def explained(client: LspClient, **more: Any) -> dict[str, Any]:
    asked = {"textDocument": {"uri": URI}, "range": AT_SYMBOL} | more
    answer: dict[str, Any] = await client.request("centaur/explain", asked)
    return answer


async def test_the_symbol_at_the_cursor_is_explained_sentence_by_sentence() -> None:
    async with talking(WORDS) as client:
        answer = await explained(client)

    assert (answer["kind"], answer["markdown"]) == ("explanation", WORDS)
    assert answer["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 16}}
    assert [one["text"] for one in answer["sentences"]] == ["Adds two things.", "Uses `+` (L2)."]
    assert all(WORDS[one["start"] : one["end"]] == one["text"] for one in answer["sentences"])


async def test_without_a_model_there_are_facts_that_say_what_they_are() -> None:
    async with conversation(CODE) as client:
        answer = await explained(client)

    assert answer["kind"] == "facts"
    assert "This is a summary of facts, not an explanation" in answer["markdown"]
    assert "`add(a, b)`" in answer["markdown"].replace("def ", "")


async def test_each_partial_result_is_all_there_is_so_far() -> None:
    async with talking(WORDS) as client:
        await explained(client, partialResultToken="here")
        first = await client.notification("$/progress")
        second = await client.notification("$/progress")

    assert first == {"token": "here", "value": {"markdown": "### What it does\nAdds two th"}}
    assert second["value"] == {"markdown": WORDS}


async def test_no_partial_result_is_sent_to_who_did_not_ask() -> None:
    async with talking(WORDS) as client:
        await explained(client)

        assert [one for one in client.notifications if one["method"] == "$/progress"] == []


async def test_an_accepted_explanation_comes_back_as_what_to_insert_and_where() -> None:
    async with talking(WORDS) as client:
        answer = await explained(client)
        kept = answer["markdown"].replace("things", "numbers")
        found = await client.request(
            "centaur/acceptExplanation", {"explanationId": answer["explanationId"], "text": kept}
        )

        assert found == {
            "uri": URI,
            "position": {"line": 1, "character": 0},
            "text": '    """Adds two numbers.\n\n    How:\n    - Uses `+`.\n    """\n',
        }
        assert ["recorded", "outcome"] in await told(client)


async def test_a_rejection_is_answered_with_whether_there_was_something_to_reject() -> None:
    async with talking(WORDS) as client:
        which = {"explanationId": (await explained(client))["explanationId"]}

        assert [await client.request("centaur/rejectExplanation", which) for _ in range(2)] == [True, False]


async def test_a_label_of_a_sentence_is_recorded_and_an_impossible_one_refused() -> None:
    async with talking(WORDS) as client:
        label = {"explanationId": (await explained(client))["explanationId"], "label": "style"}

        await client.request("centaur/feedback", label | {"sentence": 1})
        for wrong in ({"sentence": 2}, {"sentence": True}, {"sentence": 0, "label": "nice"}):
            with pytest.raises(LspError, match="no such explanation, sentence or label"):
                await client.request("centaur/feedback", label | wrong)

        assert (await told(client)).count(["recorded", "feedback"]) == 1


async def test_a_plain_client_gets_the_explanation_as_markdown_by_command() -> None:
    async with talking(WORDS) as client:
        command = {"command": "centaur.explain", "arguments": [URI, AT_SYMBOL]}

        assert await client.request("workspace/executeCommand", command) == WORDS


async def test_a_plain_client_documents_by_a_code_action_whose_command_is_the_accept() -> None:
    async with talking(WORDS) as client:
        _, document = await actions(client)
        resolved = await client.request("codeAction/resolve", document)
        edit = resolved["edit"]["changes"][URI][0]
        change = {"range": edit["range"], "text": edit["newText"]}
        client.change(URI, 2, change)
        await client.request("workspace/executeCommand", resolved["command"])

        events = [event for kind, event in await told_events(client) if kind == "recorded"]
        assert edit["newText"].startswith('    """Adds two things.')
        assert events.count("outcome") == 1
        assert "impossible" not in events


async def test_a_code_action_that_has_nothing_to_insert_says_why() -> None:
    async with conversation(CODE) as client:
        _, document = await actions(client)
        resolved = await client.request("codeAction/resolve", document)

    assert "edit" not in resolved
    assert resolved["disabled"]["reason"] == "no model of style chat is configured (explain.model)"


async def test_moving_the_cursor_offers_no_action_until_something_is_selected_or_asked_for() -> None:
    async with conversation(CODE) as client:
        selected = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}

        assert await actions(client, triggerKind=2) == []
        assert len(await actions(client, selected, triggerKind=2)) == 2
        assert [one["title"] for one in await actions(client, only=["refactor"])] == ["Explain and document"]


async def test_a_document_that_is_not_open_is_not_explained() -> None:
    async with conversation(CODE) as client:
        elsewhere = {"textDocument": {"uri": "file:///etc/passwd"}, "range": AT_SYMBOL}

        assert await client.request("centaur/explain", elsewhere) is None


async def test_why_of_an_unknown_suggestion_is_nothing() -> None:
    async with conversation(CODE) as client:
        assert await client.request("centaur/why", {"suggestionId": "s9"}) is None


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("centaur/explain", None),
        ("centaur/explain", {"textDocument": {"uri": URI}, "range": {"start": 1, "end": 2}}),
        ("centaur/why", []),
        ("centaur/feedback", {"explanationId": 7}),
        ("centaur/acceptExplanation", {"explanationId": "e", "form": "poem"}),
        ("centaur/rejectExplanation", {}),
        ("centaur/didCloseExplanation", "e"),
        ("workspace/executeCommand", {"command": "centaur.explain", "arguments": ["x"]}),
        ("workspace/executeCommand", {"command": "centaur.acceptExplanation", "arguments": []}),
        ("workspace/executeCommand", {"command": "centaur.rejectExplanation"}),
    ],
)
async def test_what_does_not_fit_is_refused_with_a_sentence(method: str, params: Any) -> None:
    async with conversation(CODE) as client:
        with pytest.raises(LspError) as caught:
            await client.request(method, params)

    assert caught.value.code == INVALID_PARAMS


async def actions(
    client: LspClient, place: dict[str, Any] = AT_SYMBOL, **context: Any
) -> list[dict[str, Any]]:
    params = {
        "textDocument": {"uri": URI},
        "range": place,
        "context": {"diagnostics": [], "triggerKind": 1} | context,
    }
    found: list[dict[str, Any]] = await client.request("textDocument/codeAction", params)
    return found


async def told_events(client: LspClient) -> list[list[Any]]:
    return [one for one in await told(client) if len(one) == 2]
