"""`centaur import` and `centaur export` as people run them."""

from pathlib import Path

import pytest

from tests.support.command_line import centaur, printed
from tests.support.event_tables import ACCEPTED, EventLog
from tests.support.logged import logged
from tests.support.study import row, study


def test_what_was_imported_is_named_and_counted(tmp_path: Path) -> None:
    path = study(tmp_path / "a.gz", [row("Shown"), row("Accepted"), "{"])
    summary = printed("import", "copilot-study", str(path), "--name", "my study", "--json")

    assert summary["origin"] == "imported:my study"
    assert (summary["rows"], summary["skipped"], summary["episodes"], summary["accepted"]) == (2, 1, 1, 1)
    assert "line 3: it is not JSON" in summary["skipped_rows"][0]
    assert printed("metrics", "--origin", "imported:my study", "--json")["groups"][0]["shown"] == 1
    assert "skipped rows  a.gz, line 3" in centaur("import", "copilot-study", str(path)).stdout


def test_an_export_says_what_it_wrote(tmp_path: Path) -> None:
    logged(EventLog().session("a", ACCEPTED))
    summary = printed("export", "json", str(tmp_path / "out"), "--json")

    assert summary["files"]["written"] == len(list((tmp_path / "out").rglob("*.jsonl")))
    assert summary["rows"]["episodes"] == 1


@pytest.mark.parametrize(
    ("code", "arguments", "sentence"),
    [
        (1, ("import", "copilot-study", "nowhere"), "there is no file or folder nowhere"),
        (1, ("import", "copilot-study", "/"), "/ is a folder: name the file in it, such as /events.jsonl.gz"),
        (2, ("import", "cursor", "."), "there is no import 'cursor'; known are copilot-study"),
        (2, ("import", "events", "/", "--name", " "), "is no name"),
        (2, ("export", "excel", "out"), "there is no export 'excel'; known are parquet"),
        (1, ("export", "json", "/dev/null/out"), "failed"),
        (2, ("export", "json", "out", "--since", "soon"), "'soon' is no moment"),
        (2, ("export", "json", "out", "--origin", "theirs"), "origin is own, all or imported:NAME"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(code: int, arguments: tuple[str, ...], sentence: str) -> None:
    logged(EventLog().session("a", ACCEPTED))
    result = centaur(*arguments)

    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("centaur: ")
    assert sentence in result.stderr
