import json
from pathlib import Path

from tests.support.command_line import centaur, printed
from tests.support.event_tables import ACCEPTED, EventLog
from tests.support.exports import FIM, state_of

TEXTS = {("prompt", "g1"): FIM, ("suggestion", "s1"): "1"}


def test_texts_go_out_with_a_warning_and_the_output_holds_nothing_but_them() -> None:
    state_of(EventLog().session("a", ACCEPTED), TEXTS)
    result = centaur("export", "kto", "-", "--with-text")
    assert json.loads(result.stdout) == {"prompt": "a = <cursor/>\n", "completion": "1", "label": True}
    assert "your code" in result.stderr
    assert "records" in result.stderr


def test_the_summary_can_be_json(tmp_path: Path) -> None:
    state_of(EventLog().session("a", ACCEPTED))
    out = str(tmp_path / "c.jsonl")
    assert printed("export", "continue", "--to", out, "--json") == {
        "format": "continue",
        "to": out,
        "records": 1,
    }


def test_what_cannot_be_exported_is_one_sentence() -> None:
    for arguments, words, code in (
        (("kto", "x"), "--with-text", 1),
        (("kto",), "say where to", 2),
        (("yaml", "x"), "there is no export", 2),
        (("kto", "--serve"), "cannot be served", 2),
        (("copilot-usage", "--serve", "nowhere"), "is not a port", 2),
        (("otlp", "--to", "log10"), "there is no receiver", 2),
        (("otlp", "--to", "langfuse"), "LANGFUSE_PUBLIC_KEY", 1),
    ):
        result = centaur("export", *arguments)
        assert result.exit_code == code
        assert result.stderr.startswith("centaur: ")
        assert words in result.stderr
        assert result.stdout == ""


def test_what_cannot_be_listened_on_is_one_sentence() -> None:
    result = centaur("metrics", "--serve", "nowhere")
    assert result.exit_code == 2
    assert "is not a port" in result.stderr
