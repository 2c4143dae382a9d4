"""How a suggestion came about, and what it would do, for who asks."""

from centaur.completion.types import Origin, PromptIdentity, Suggestion
from centaur.evidence.events import (
    DeliveredEvent,
    GenerationEvent,
)
from tests.explanation.window import Window


async def test_why_tells_the_facts_of_a_suggestion_and_on_request_what_it_would_do() -> None:
    window = Window(says="### What it does\nReturns (L5).")
    made = GenerationEvent(
        "g1",
        "o1",
        "model",
        "fresh",
        "complete",
        "tiny",
        "test",
        "inline/chat",
        1,
        "hash",
        cost_usd=0.000012,
        input_tokens=300,
        output_tokens=9,
        total_ms=120.0,
        context="prefix:1200",
    )
    window.recent.record(made)
    window.recent.record(DeliveredEvent("s1", "o1", "g1", "fresh", 0, 5, 0, changed_by="echo,brackets"))
    origin = Origin("model", "fresh", "g1", "tiny", "test", PromptIdentity("inline/chat", 1, "hash"))
    window.explanations.offered(window.document, window.start, [Suggestion("s1", "return a", origin)], 131.0)

    facts, told = await window.explanations.why("s1", None), await window.explanations.why("s1", print)

    assert facts
    assert facts.explanation is None
    assert facts.markdown == (
        "- Made by `tiny` (test).\n- Asked with the prompt `inline/chat v1`.\n"
        "- Source: asked for this request.\n- It took 131 ms, 120 ms of it the model.\n"
        "- 300 tokens were read and 9 written.\n- It cost 0.000012 USD.\n"
        "- Context that was used: prefix:1200.\n"
        "- Steps that changed the text: `echo`, `brackets`."
    )
    assert told
    assert told.explanation
    assert told.explanation.shown.markdown == "### What it does\nReturns (L5)."


async def test_why_says_about_where_the_endpoint_did_not_tell_what_the_call_took() -> None:
    window = Window()
    took = GenerationEvent(
        "g1", "o1", "model", "fresh", "complete", input_tokens=300, cost_usd=0.0125, estimated=True
    )
    window.recent.record(took)
    window.recent.record(DeliveredEvent("s1", "o1", "g1", "fresh", 0, 5, 0))

    why = await window.explanations.why("s1", None)

    assert why
    assert "- About 300 tokens were read and 0 written.\n- It cost about 0.012500 USD." in why.markdown


async def test_why_of_a_local_suggestion_and_of_an_unknown_one() -> None:
    window = Window()
    window.recent.record(GenerationEvent("g1", "o1", "local", "fresh", "complete", total_ms=0.5))
    window.recent.record(DeliveredEvent("s1", "o1", "g1", "reuse", 0, 5, 0))

    why = await window.explanations.why("s1", None)

    assert why
    assert why.markdown == (
        "- Made by the local engine, from lines like it in your own files.\n"
        "- Source: the rest of a suggestion that was on show."
    )
    assert await window.explanations.why("s2", None) is None
