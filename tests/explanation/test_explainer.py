"""The way of a question about code: to facts, to a model, and what is said when that fails."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from centaur.completion.ports import Runtime, Written, unheard
from centaur.completion.types import Generation
from centaur.evidence.events import Event, GenerationEvent
from centaur.explanation.explainer import Explainer
from centaur.explanation.types import Shown
from centaur.privacy.redaction import RedactedPrompt
from centaur.text.document import Document
from tests.explanation.code import code
from tests.support.explaining import explainer
from tests.support.fakes import FakeModel, MemoryCache, runtime

CODE = "def add(a, b):\n    return $0a + b\n"
WORDS = "### What it does\nAdds.\n\n### How\n- Uses `+` (L2)."


class CutShort(FakeModel):
    """Breaks off after its first section."""

    async def generate(
        self,
        prompt: RedactedPrompt,  # noqa: ARG002 - the port's form
        stop_early: Callable[[str], str],
        variant: int = 0,  # noqa: ARG002 - the port's form
        written: Written = unheard,  # noqa: ARG002 - the port's form
    ) -> Generation:
        stop_early("### What it does\nAdds.")
        return Generation("", failure="the answer was cut short")


class Asked:
    """An explainer whose model, cache and events are in reach."""

    def __init__(self, *says: str | Generation, streamed: int = 0) -> None:
        self.events: list[Event] = []
        self.model = FakeModel(says, style="chat", streamed=streamed)
        self.cache = MemoryCache()
        self.run: Runtime = runtime(self.events)
        self.explainer: Explainer = explainer(self.run, self.model if says else None, self.cache)
        self.emitted: list[str] = []

    async def explain(
        self,
        text: str = CODE,
        language: str = "python",
        uri: str = "file:///project/a",
        others: Sequence[Document] = (),
    ) -> Shown:
        document, start, end = code(text, language, uri)
        return await self.explainer.explain("o1", document, (start, end), others, self.emitted.append)

    @property
    def prompt(self) -> str:
        return self.model.prompts[-1].messages[-1][1]

    def generations(self) -> list[GenerationEvent]:
        return [event for event in self.events if isinstance(event, GenerationEvent)]


async def test_a_model_is_asked_with_numbered_lines_their_surroundings_and_the_facts() -> None:
    asked = Asked(WORDS)

    shown = await asked.explain("import x\n\ndef add(a, b):\n    return $0a + b\n\ny = 1\n")

    assert (shown.kind, shown.markdown) == (
        "explanation",
        WORDS.replace("L2", "L2 ⚠ not among the lines that were read"),
    )
    language, prefix, lines, suffix, facts = asked.prompt.split("|")
    assert (language, prefix, suffix) == ("python", "import x\n\n", "\ny = 1\n")
    assert lines == "3: def add(a, b):\n4:     return a + b"
    assert "It takes 2 parameters" in facts


async def test_what_it_says_is_shown_while_it_comes_already_harmless() -> None:
    asked = Asked("### What it does\n![x](http://y) Adds.", streamed=26)

    await asked.explain()

    assert asked.emitted == ["### What it does\n!\\[x\\](http", "### What it does\nx Adds."]


async def test_a_heading_is_shown_once_it_is_whole() -> None:
    asked = Asked("### What it does\nAdds.\n\n### How\n- So.", streamed=29)

    await asked.explain()

    assert asked.emitted[0] == "### What it does\nAdds."


async def test_half_a_key_before_the_code_hides_no_more_than_its_side_of_it() -> None:
    asked = Asked(WORDS)

    await asked.explain("MIIEvQIBADANBg\n-----END PRIVATE KEY-----\n\ndef f():\n    $0return 1\n")

    language, prefix, lines, _, _ = asked.prompt.split("|")
    assert (language, lines) == ("python", "4: def f():\n5:     return 1")
    assert "MIIEvQ" not in prefix


async def test_every_generation_names_the_prompt_that_made_it_and_is_asked_once() -> None:
    asked = Asked(WORDS)

    first, second = await asked.explain(), await asked.explain()

    assert (first.source, second.source) == ("fresh", "disk")
    assert first.markdown == second.markdown
    assert [(one.engine, one.source, one.prompt_id) for one in asked.generations()] == [
        ("model", "fresh", "explain/selection"),
        ("model", "disk", "explain/selection"),
    ]
    assert len(asked.model.prompts) == 1


async def test_what_was_rejected_is_neither_kept_nor_shown_again() -> None:
    asked = Asked(WORDS, WORDS, "### What it does\nSums.", streamed=20)
    asked.explainer.forget((await asked.explain()).generation_id)
    await asyncio.sleep(0)
    asked.emitted.clear()

    again = await asked.explain()
    other = await asked.explain()

    assert (again.kind, asked.cache.rows.keys() != set()) == ("facts", True)
    assert "only says again what you rejected" in again.markdown
    assert other.markdown == "### What it does\nSums."
    assert WORDS not in asked.emitted


async def test_without_a_model_there_are_facts_and_no_streaming() -> None:
    asked = Asked()

    shown = await asked.explain()

    assert (shown.kind, shown.result, asked.emitted) == ("facts", "delivered", [])
    assert "no model of style chat is configured" in shown.markdown
    assert [(one.engine, one.status) for one in asked.generations()] == [("local", "complete")]


async def test_where_the_model_fails_there_are_facts_and_the_reason() -> None:
    asked = Asked(Generation("", failure="http 500"))

    shown = await asked.explain()

    assert shown.kind == "facts"
    assert "This is a summary of facts, not an explanation: fake: http 500." in shown.markdown
    assert [one.status for one in asked.generations()] == ["http 500", "complete"]


async def test_an_answer_of_no_words_is_no_explanation() -> None:
    assert "fake: it said nothing" in (await Asked("").explain()).markdown


async def test_an_answer_that_reached_its_limit_says_so() -> None:
    shown = await Asked(Generation(WORDS, "length")).explain()

    assert shown.kind == "explanation"
    assert "fake was cut short: it reached its limit of length." in shown.markdown


async def test_what_was_heard_before_a_failure_is_not_thrown_away() -> None:
    asked = Asked(WORDS)
    asked.explainer = explainer(asked.run, CutShort([]), asked.cache)

    shown = await asked.explain()

    assert shown.markdown.startswith("### What it does\nAdds.\n\n> fake was cut short")
    assert asked.cache.rows == {}


async def test_a_selection_too_long_is_read_in_part_and_says_what_was_left_out() -> None:
    asked = Asked(WORDS)

    shown = await asked.explain("$0" + "x = 1\n" * 2000 + "$0")

    assert shown.markdown.endswith(
        "> Only the first 400 of 2000 lines were read; L401-2000 were left out. Select fewer lines."
    )
    assert "\n400: x = 1|" in asked.prompt


async def test_an_excluded_file_is_neither_explained_nor_read_as_context() -> None:
    asked = Asked(WORDS, WORDS)
    secret, _, _ = code("add(1)\n$0", uri="file:///project/secret.py")

    refused = await asked.explain(uri="file:///project/secret.py")
    await asked.explain(others=[secret])

    assert (refused.kind, refused.markdown, refused.reason) == ("none", "", "excluded")
    assert len(asked.model.prompts) == 1
    assert "secret" not in asked.prompt


@pytest.mark.parametrize(
    "line",
    [
        'key = "AKIA' + "IOSFODNN7EXAMPLE" + '"',
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----",
    ],
)
async def test_no_secret_leaves_and_no_line_loses_its_number(line: str) -> None:
    asked = Asked(WORDS)

    await asked.explain(f"$0{line}\nx = 1\n$0")

    assert "<redacted:" in asked.prompt
    assert "IOSFODNN7" not in asked.prompt
    assert "MIIEvQ" not in asked.prompt
    assert [one.split(":")[0] for one in asked.prompt.split("|")[2].split("\n")] == [
        str(number) for number in range(1, line.count("\n") + 3)
    ]


async def test_a_cancelled_question_cancels_the_model_and_is_recorded() -> None:
    asked = Asked(WORDS)
    asked.model.gate = asyncio.Event()
    asked.model.ended = Generation("", failure="cancelled", cost_usd=0.25, estimated=True)
    task = asyncio.create_task(asked.explain())
    await asyncio.sleep(0.01)

    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    [told] = asked.generations()
    assert asked.model.cancelled == 1
    assert (told.status, told.cost_usd, told.estimated) == ("cancelled", 0.25, True)


async def test_an_estimated_cost_is_logged_as_one_and_so_is_what_the_cache_saved() -> None:
    asked = Asked(Generation(WORDS, "stop", cost_usd=0.25, estimated=True))
    await asked.explain()
    await asked.explain()

    told = [(one.cost_usd, one.saved_usd, one.estimated) for one in asked.generations()]
    assert told == [(0.25, None, True), (0.0, 0.25, True)]


async def test_what_a_suggestion_would_do_is_asked_about_its_lines_alone() -> None:
    asked = Asked("### What it does\nReturns (L2-3). And (L4).")
    document, cursor, _ = code("def f(a):\n    ret$0\n")

    shown = await asked.explainer.foretell("o1", document, cursor, "urn [\n    a]", asked.emitted.append)

    assert asked.prompt.split("|")[2] == "2:     return [\n3:     a]"
    assert "And (L4 ⚠" in shown.markdown
    assert "(L2-3)." in shown.markdown


async def test_without_a_model_nothing_is_said_of_a_suggestion() -> None:
    asked = Asked()
    document, cursor, _ = code("ret$0\n")

    shown = await asked.explainer.foretell("o1", document, cursor, "urn", asked.emitted.append)

    assert (shown.kind, shown.reason) == ("none", "no_model")
