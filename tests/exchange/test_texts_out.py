"""The forms that hold texts: training sets, evaluation cases, and Continue's records."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from centaur.evidence.events import DeliveredEvent, SurvivalEvent
from centaur.exchange.continue_records import SCHEMA
from centaur.exchange.evaluation import _literal
from centaur.exchange.source import ExchangeError
from centaur.exchange.texts import standing_at_300
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, OPEN, UNSEEN, EventLog
from tests.support.exports import CHAT, FIM, exported, lines, state_of
from tests.support.facts import episode

FIM_PROMPT = "a = <cursor/>\n"
CHAT_PROMPT = "Fill in.\n\n<file>a = <cursor/></file>"
CHAT_MESSAGES = [
    {"role": "system", "content": "Fill in."},
    {"role": "user", "content": "<file>a = <cursor/></file>"},
]


def looked_at(log: EventLog, suggestion: str, **at_300: Any) -> EventLog:
    """The text measured the same at 300 and at 600 s."""
    for moment in ("300", "600"):
        log.write(SurvivalEvent(suggestion, moment, 300_000.0, 10, **at_300))
    return log


def story() -> tuple[EventLog, Mapping[tuple[str, str], str]]:
    """Kept whole, kept but edited, rejected unread, rejected, passed over, open; no prompt we can read."""
    unread = replace(ESCAPED, read=False)
    log = EventLog().session("a", ACCEPTED, ACCEPTED, unread, ESCAPED, LEFT, OPEN, ACCEPTED)
    looked_at(log, "s1", unchanged=True, edit_ratio=0.0, kept_ratio=1.0, retained_chars=10)
    looked_at(log, "s2", unchanged=False, edit_ratio=0.5, kept_ratio=0.5, retained_chars=5)
    texts = {("suggestion", f"s{number}"): f"text {number}" for number in range(1, 8)}
    texts |= {("prompt", "g7"): "a form of its own"}
    texts |= {("prompt", f"g{number}"): FIM for number in range(2, 7)} | {("prompt", "g1"): CHAT}
    return log, texts | {("final", "s2"): "text two"}


def check(form: str, tmp_path: Path, *expected: dict[str, Any]) -> None:
    told = exported(state_of(*story()), form, tmp_path / "out.jsonl", with_text=True)
    assert told["records"] == len(expected)
    assert "your code" in told["warning"]
    assert lines(tmp_path / "out.jsonl") == list(expected)


def test_kto_holds_accepts_and_rejections_that_were_read(tmp_path: Path) -> None:
    check(
        "kto",
        tmp_path,
        {"prompt": CHAT_PROMPT, "completion": "text 1", "label": True},
        {"prompt": FIM_PROMPT, "completion": "text 2", "label": True},
        {"prompt": FIM_PROMPT, "completion": "text 4", "label": False},
    )


def test_dpo_prefers_what_was_left_standing_to_what_was_suggested(tmp_path: Path) -> None:
    check("dpo", tmp_path, {"prompt": FIM_PROMPT, "chosen": "text two", "rejected": "text 2"})


def test_sft_is_the_chat_whose_answer_was_left_standing(tmp_path: Path) -> None:
    fim = [{"role": "user", "content": FIM_PROMPT}]
    check(
        "sft",
        tmp_path,
        {"messages": [*CHAT_MESSAGES, {"role": "assistant", "content": "text 1"}]},
        {"messages": [*fim, {"role": "assistant", "content": "text two"}]},
    )


def test_inspect_asks_with_the_context_and_aims_at_what_was_left_standing(tmp_path: Path) -> None:
    metadata = {"language": "python", "model": "", "prompt": ""}
    check(
        "inspect",
        tmp_path,
        {"id": "s1", "input": CHAT_MESSAGES, "target": "text 1", "metadata": metadata},
        {
            "id": "s2",
            "input": [{"role": "user", "content": FIM_PROMPT}],
            "target": "text two",
            "metadata": metadata,
        },
    )


def test_what_was_taken_in_part_and_then_rejected_aims_at_nothing(tmp_path: Path) -> None:
    log = EventLog().session("a", replace(ESCAPED, part=4))
    looked_at(log, "s1", unchanged=True, edit_ratio=0.0, kept_ratio=1.0, retained_chars=4)
    state = state_of(log, {("suggestion", "s1"): "text and more", ("prompt", "g1"): FIM})
    assert exported(state, "inspect", tmp_path / "out", with_text=True)["records"] == 0
    assert exported(state, "promptfoo", tmp_path / "out", with_text=True)["records"] == 0


def test_what_was_given_again_from_a_cache_keeps_the_prompt_that_made_it(tmp_path: Path) -> None:
    log = EventLog().session("a", ACCEPTED)
    log.write(DeliveredEvent("s1", "o2", "g2", "memory", 0, 10, 0))
    state = state_of(log, {("suggestion", "s1"): "text", ("prompt", "g1"): FIM})
    exported(state, "kto", tmp_path / "out", with_text=True)
    assert lines(tmp_path / "out") == [{"prompt": FIM_PROMPT, "completion": "text", "label": True}]


def test_pieces_of_other_files_that_a_model_was_told_stand_above_the_prompt(tmp_path: Path) -> None:
    log = EventLog().session("a", ACCEPTED)
    told = json.dumps({**json.loads(FIM), "files": [["b.py", "x = 1"]], "file": "a.py"})
    state = state_of(log, {("suggestion", "s1"): "text", ("prompt", "g1"): told})
    exported(state, "kto", tmp_path / "out", with_text=True)
    assert [line["prompt"] for line in lines(tmp_path / "out")] == [f"b.py\nx = 1\n\n{FIM_PROMPT}"]


def test_continue_gets_no_explanations_because_they_complete_no_code(tmp_path: Path) -> None:
    log = EventLog().session("a", ACCEPTED, replace(ACCEPTED, kind="explanation"))
    assert exported(state_of(log), "continue", tmp_path / "out")["records"] == 1


def test_promptfoo_gets_a_whole_configuration(tmp_path: Path) -> None:
    exported(state_of(*story()), "promptfoo", tmp_path / "promptfooconfig.json", with_text=True)
    configuration = json.loads((tmp_path / "promptfooconfig.json").read_text())
    assert set(configuration) == {"description", "prompts", "providers", "tests"}
    contexts = [test["vars"]["context"] for test in configuration["tests"]]
    assert contexts == [CHAT_PROMPT, FIM_PROMPT + '{{ "" }}']
    assert configuration["tests"][1]["assert"] == [
        {"type": "levenshtein", "value": "text two", "threshold": 3}
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{plain}", "{plain}"),
        ("{{ x }}", '{{ "{" }}{ x }}'),
        ("{% if %}", '{{ "{" }}% if %}'),
        ("a{#b#}", 'a{{ "{" }}#b#{{ "}" }}'),
        ("file:///etc/passwd", '{{ "" }}file:///etc/passwd'),
        ("the end\n", 'the end\n{{ "" }}'),
    ],
)
def test_code_that_looks_like_a_template_or_a_file_is_told_so_that_it_comes_out_as_it_is(
    text: str, told: str
) -> None:
    assert _literal(text) == told


# continuedev/continue, packages/config-yaml/src/schemas/data: base.ts and autocomplete/v0.2.0.ts.
REQUIRED = {
    "eventName": str,
    "schema": str,
    "userId": str,
    "userAgent": str,
    "selectedProfileId": str,
    "disable": bool,
    "maxPromptTokens": int,
    "debounceDelay": int,
    "maxSuffixPercentage": int,
    "prefixPercentage": int,
    "multilineCompletions": str,
    "slidingWindowPrefixPercentage": int,
    "slidingWindowSize": int,
    "useCache": bool,
    "onlyMyCode": bool,
    "useRecentlyEdited": bool,
    "accepted": bool,
    "time": float,
    "modelProvider": str,
    "modelName": str,
    "cacheHit": bool,
    "filepath": str,
    "completionId": str,
    "uniqueId": str,
    "timestamp": str,
}  # fmt: skip - a schema
CODE = {"prefix": str, "suffix": str, "prompt": str, "completion": str}


def check_continue(records: list[dict[str, Any]], schema: Mapping[str, type], ids: list[str]) -> None:
    for record in records:
        assert {name: type(value) for name, value in record.items()} == schema
        assert (record["schema"], record["eventName"]) == (SCHEMA, "autocomplete")
        assert record["multilineCompletions"] in {"always", "never", "auto"}
    assert [record["completionId"] for record in records] == ids


def test_continue_gets_no_code_unless_it_is_spelled_out(tmp_path: Path) -> None:
    log = EventLog().session("a", ACCEPTED, ESCAPED, LEFT, OPEN, UNSEEN)
    told = exported(state_of(log), "continue", tmp_path / "autocomplete.jsonl")
    assert "warning" not in told
    records = lines(tmp_path / "autocomplete.jsonl")
    check_continue(records, REQUIRED, ["s1", "s2", "s3"])
    assert [record["accepted"] for record in records] == [True, False, False]


def test_continue_gets_the_code_of_what_was_decided_where_it_is(tmp_path: Path) -> None:
    exported(state_of(*story()), "continue", tmp_path / "autocomplete.jsonl", with_text=True)
    records = lines(tmp_path / "autocomplete.jsonl")
    check_continue(records, {**REQUIRED, **CODE}, ["s1", "s2", "s3", "s4", "s5"])
    assert (records[1]["prefix"], records[1]["suffix"]) == ("a = ", "\n")
    assert records[1]["completion"] == "text 2"


@pytest.mark.parametrize("form", ["kto", "dpo", "sft", "inspect", "promptfoo"])
def test_a_form_of_texts_wants_them_spelled_out(form: str, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="--with-text"):
        exported(state_of(*story()), form, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["kto", "inspect", "continue"])
def test_where_no_texts_were_kept_a_sentence_says_how_to_keep_them(form: str, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match='level = "full"'):
        exported(state_of(EventLog().session("a", ACCEPTED)), form, tmp_path / "out", with_text=True)
    assert not (tmp_path / "out").exists()


def test_what_stood_there_is_known_where_the_last_two_looks_agree() -> None:
    same = {f"{name}_{at}": 0.5 for name in ("edit_ratio", "kept_ratio") for at in (300, 600)}
    same |= {"retained_chars_300": 5, "retained_chars_600": 5}
    assert standing_at_300(episode(unchanged_300=True), "suggested", None) == "suggested"
    assert standing_at_300(episode(**same), "suggested", "edited") == "edited"
    assert standing_at_300(episode(**same | {"edit_ratio_600": 0.7}), "suggested", "edited") is None
    assert standing_at_300(episode(), "suggested", "edited") is None


def test_a_damaged_file_of_texts_is_a_sentence(tmp_path: Path) -> None:
    state = state_of(*story())
    (path,) = state.state.glob("texts-*.db")
    path.write_bytes(b"no database" * 100)
    with pytest.raises(ExchangeError, match="cannot be read"):
        exported(state, "kto", tmp_path / "out", with_text=True)
