"""The way of a keystroke: who may say no, who is asked, and what is done to an answer."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from centaur.completion.engine import Engine
from centaur.completion.ports import Proposer
from centaur.completion.types import Candidate, Near, Origin, Proposal, Trigger
from centaur.settings import Settings
from tests.support.fakes import FakeProposer
from tests.support.fixture import request

ORIGIN = Origin("model", "fresh", "generation")


def offering(text: str) -> FakeProposer:
    return FakeProposer(Proposal("delivered", (Candidate(text, ORIGIN),)))


def silent(reason: str = "not_sure") -> FakeProposer:
    return FakeProposer(Proposal("empty", reason=reason))


def suggest(
    text: str,
    *proposers: Proposer,
    settings: Settings | None = None,
    excluded: Callable[[str | None], str] = lambda _path: "",
    on_offer: Candidate | None = None,
    language: str = "python",
    trigger: Trigger = "automatic",
) -> Proposal:
    engine = Engine(settings or Settings(), excluded, lambda _uri, _offset: on_offer, proposers)
    return asyncio.run(engine.suggest(request(text, language=language, trigger=trigger)))


def check(before: str, proposed: str, after: str) -> None:
    """What is proposed at the cursor makes the text look like this, the cursor at the end of it."""
    proposal = suggest(before, offering(proposed))
    offered = proposal.candidates[0].text if proposal.candidates else ""

    assert before.replace("$0", offered + "$0") == after


def test_a_proposal_is_put_at_the_cursor() -> None:
    check("print($0", "x)", "print(x)$0")


def test_the_bracket_already_there_is_not_repeated() -> None:
    check("print($0)", "x)", "print(x$0)")


def test_the_next_line_is_not_offered_again() -> None:
    check("a = 1\n$0\ntotal = add(a, 2)\n", "total = add(a, 2)", "a = 1\n$0\ntotal = add(a, 2)\n")


def test_the_first_engine_that_has_something_answers() -> None:
    last = offering("never asked")

    proposal = suggest("x = $0", silent(), offering("1"), last)

    assert proposal.candidates[0].text == "1"
    assert last.asked == []


def test_an_engine_whose_text_is_dropped_leaves_the_next_its_turn() -> None:
    assert suggest("x = $0", offering("a\u202eb"), offering("1")).candidates[0].text == "1"


def test_the_engine_that_answers_hears_what_is_offered_and_may_think_ahead() -> None:
    answering, last = offering("x)"), offering("1")
    suggest("print($0)", silent(), answering, last)

    assert (answering.anticipated, last.anticipated) == (["x"], [])


def test_without_an_engine_the_sentence_says_so() -> None:
    assert suggest("x = $0").sentence == "no engine is configured"


def test_a_hidden_character_is_never_offered() -> None:
    proposal = suggest("x = $0", offering("a\u202eb"))

    assert (proposal.result, proposal.reason, proposal.candidates) == ("filtered", "hidden_characters", ())


def test_what_is_typed_as_suggested_asks_nobody() -> None:
    asked = offering("other")
    shown = Candidate("st of it", replace(ORIGIN, source="reuse"))

    proposal = suggest("re$0", asked, on_offer=shown)

    assert proposal.candidates == (shown,)
    assert asked.asked == []


@pytest.mark.parametrize(
    ("engines", "offered"),
    [
        ([offering("turn b")], ["turn a", "turn b"]),
        ([silent(), offering("turn b")], ["turn a", "turn b"]),
        ([offering("turn a"), offering("turn b")], ["turn a", "turn b"]),
        ([offering("a\u202eb")], ["turn a"]),
    ],
    ids=["another", "of the next engine", "of which one is on show", "not a dangerous one"],
)
def test_who_sees_a_text_and_asks_by_key_is_given_others_after_it(
    engines: list[FakeProposer], offered: list[str]
) -> None:
    shown = Candidate("turn a", replace(ORIGIN, source="reuse"))

    proposal = suggest("re$0", *engines, on_offer=shown, trigger="invoked")

    assert [candidate.text for candidate in proposal.candidates] == offered


def test_an_excluded_file_is_not_looked_at() -> None:
    asked = offering("secret")

    proposal = suggest("x = $0", asked, excluded=lambda _path: "excluded by you")

    assert (proposal.reason, proposal.sentence) == ("excluded", "excluded by you")
    assert asked.asked == []


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Dear $0", "plaintext", "language"),
        ("na$0me = 1", "python", "mid_word"),
        ("x" * 100_001 + "$0", "python", "long_line"),
        ("x" * 99_999 + "\n" + ("y" * 99_999 + "\n") * 84 + "$0", "python", "too_large"),
    ],
    ids=["a language that is off", "inside a word", "a long line", "a large document"],
)
def test_what_is_not_worth_answering_is_refused_with_its_reason(
    text: str, language: str, reason: str
) -> None:
    proposal = suggest(text, offering("more"), language=language)

    assert (proposal.result, proposal.reason) == ("suppressed", reason)
    assert proposal.sentence


def test_inside_a_word_one_may_ask_by_key() -> None:
    assert suggest("na$0me", offering("x"), trigger="invoked").result == "delivered"


def test_what_was_rejected_here_is_not_offered_again_and_the_next_engine_is_asked() -> None:
    def rejected(text: str, near: Near) -> bool:
        return (text, near.prefix, near.suffix) == ("1", "x = ", "")

    engine = Engine(
        Settings(),
        lambda _path: "",
        lambda _uri, _offset: None,
        (offering("1"), offering("2")),
        rejected=rejected,
    )
    assert asyncio.run(engine.suggest(request("x = $0"))).candidates[0].text == "2"

    alone = replace(engine, proposers=(offering("1"),))
    proposal = asyncio.run(alone.suggest(request("x = $0")))
    assert (proposal.result, proposal.reason) == ("filtered", "rejected_before")
    assert asyncio.run(alone.suggest(request("y = $0"))).candidates[0].text == "1"


def test_every_engine_hears_what_to_forget() -> None:
    engines = (offering("1"), silent())
    Engine(Settings(), lambda _path: "", lambda _uri, _offset: None, engines).forget("g1")

    assert [engine.forgotten for engine in engines] == [["g1"], ["g1"]]


def test_a_risky_text_is_offered_with_a_note_that_the_log_names() -> None:
    [offered] = suggest("x = $0", offering("eval(text)")).candidates

    assert (offered.text, offered.changed_by) == ("eval(text)", ("risky_calls",))
    assert [note.sentence for note in offered.origin.notes] == ["`eval(`: text becomes code (CWE-95)"]
