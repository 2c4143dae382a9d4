"""The command line, as a person or a script runs it: what it prints, how it ends, and never a traceback."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from centaur import __version__
from tests.conftest import not_checked
from tests.support.command_line import centaur, printed
from tests.support.model_server import ModelServer, Script

SIMILAR = "total_price = 1\n" + 4 * "print(total_price)\n" + "print(total_"
REST = "price)"
END = "6:13"


def use_model(home: Path, endpoint: str, **more: object) -> None:
    home.mkdir(exist_ok=True)
    lines = [f"{name} = {json.dumps(value)}" for name, value in more.items()]
    (home / "config.toml").write_text(
        "\n".join(
            [
                'engines = ["fast"]',
                "[models.fast]",
                f'endpoint = "{endpoint}"',
                'style = "fim-suffix"',
                'name = "tiny"',
                *lines,
            ]
        )
    )


@pytest.fixture
def similar(tmp_path: Path) -> Path:
    file = tmp_path / "project" / "example.py"
    file.parent.mkdir()
    file.write_text(SIMILAR)
    return file


class TestComplete:
    def test_the_local_engine_continues_a_line_like_another(self, similar: Path) -> None:
        answer = printed("complete", f"{similar}:{END}", "--json")

        assert [(one["text"], one["engine"]) for one in answer["suggestions"]] == [(REST, "local")]

    def test_without_json_the_text_is_all_of_the_output(self, similar: Path) -> None:
        result = centaur("complete", f"{similar}:{END}")

        assert result.stdout == f"{REST}\n"
        assert "the local engine" in result.stderr

    def test_what_is_to_be_noted_of_a_text_is_told_beside_it(self, similar: Path, centaur_home: Path) -> None:
        with ModelServer(Script("price, eval(name))")) as server:
            use_model(centaur_home, server.url)
            result = centaur("complete", f"{similar}:{END}")
            notes = printed("complete", f"{similar}:{END}", "--json")["suggestions"][0]["notes"]

        assert result.stdout == "price, eval(name))\n"
        assert "CWE-95" in result.stderr
        assert [note["code"] for note in notes] == ["risky_calls"]

    def test_a_model_is_asked_and_the_answer_cached_for_the_next_process(
        self, similar: Path, centaur_home: Path
    ) -> None:
        with ModelServer(Script(REST)) as server:
            use_model(centaur_home, server.url)
            first = printed("complete", f"{similar}:{END}", "--json")
            second = printed("complete", f"{similar}:{END}", "--json")

            assert len([asked for asked in server.requests if asked.json["temperature"] == 0]) == 1
        assert [one["suggestions"][0]["source"] for one in (first, second)] == ["fresh", "disk"]
        assert first["suggestions"][0]["model"] == "tiny"
        assert first["suggestions"][0]["prompt"] == "inline/fim v2"

    def test_a_dead_endpoint_is_a_sentence_and_no_error(self, similar: Path, centaur_home: Path) -> None:
        use_model(centaur_home, "http://127.0.0.1:9/v1")

        result = centaur("complete", f"{similar}:{END}")

        assert (result.exit_code, result.stdout) == (0, "")
        assert "refused" in result.stderr

    def test_nothing_to_say_is_no_error(self, tmp_path: Path) -> None:
        (tmp_path / "empty.py").write_text("")

        result = centaur("complete", f"{tmp_path / 'empty.py'}:1:1")

        assert result.exit_code == 0
        assert result.stderr.startswith("no suggestion: ")

    @pytest.mark.parametrize(
        ("content", "place", "sentence"),
        [
            (b"x = 1\n", "9:1", "line 9 is past the end: the file has 2 lines"),
            (b"x = 1\n", "1:7", "column 7 is past the end: line 1 has 5 characters"),
            (b"x = 1\n", "0:1", "is not FILE:LINE:COL"),
            (b"x = 1\n", "1", "is not FILE:LINE:COL"),
            (b"\x7fELF\0\0", "1:1", "is not text: it holds a zero byte"),
            (b"\xff\xfex", "1:1", "is not text in UTF-8"),
            (None, "1:1", "cannot be read: No such file or directory"),
        ],
    )
    def test_a_place_that_is_none_is_a_clear_error(
        self, tmp_path: Path, content: bytes | None, place: str, sentence: str
    ) -> None:
        file = tmp_path / "file.py"
        if content is not None:
            file.write_bytes(content)

        result = centaur("complete", f"{file}:{place}")

        code = 2 if "is not FILE" in sentence else 1
        assert (result.exit_code, result.stdout) == (code, "")
        assert sentence in result.stderr

    def test_a_file_of_12_mb_is_refused_with_the_reason(self, tmp_path: Path) -> None:
        file = tmp_path / "large.py"
        file.write_text("value = 1  # filler\n" * 600_000)

        answer = printed("complete", f"{file}:1:1", "--json")

        assert (answer["reason"], answer["suggestions"]) == ("too_large", [])

    def test_an_unknown_language_is_off_with_the_reason(self, tmp_path: Path) -> None:
        (tmp_path / "notes.xyz").write_text("Dear ")

        answer = printed("complete", f"{tmp_path / 'notes.xyz'}:1:6", "--json")

        assert answer["sentence"] == "suggestions are off for plaintext (suggest.languages)"

    def test_an_excluded_file_is_refused_and_nothing_of_it_is_sent(
        self, tmp_path: Path, centaur_home: Path
    ) -> None:
        (tmp_path / ".centaurignore").write_text("secret.py\n")
        (tmp_path / "secret.py").write_text("value = ")
        with ModelServer(Script("1")) as server:
            use_model(centaur_home, server.url)

            answer = printed("complete", f"{tmp_path / 'secret.py'}:1:9", "--json")

            assert server.requests == []
        assert answer["reason"] == "excluded"

    def test_what_the_command_line_asks_is_no_evidence(self, similar: Path) -> None:
        printed("complete", f"{similar}:{END}", "--json")

        assert printed("metrics", "--json")["groups"][0]["opportunities"] == 0


class TestDoctor:
    def test_a_new_installation_is_well(self) -> None:
        findings = printed("doctor", "--json")

        assert {finding["level"] for finding in findings} == {"ok"}

    def test_a_model_that_answers_is_well(self, centaur_home: Path) -> None:
        with ModelServer(Script("a + b")) as server:
            use_model(centaur_home, server.url)

            assert "answered 'a + b'" in centaur("doctor").stdout

    @pytest.mark.parametrize(
        ("config", "sentence"),
        [
            ("engines = [", "is not valid TOML"),
            ('engine = ["local"]', "unknown setting 'engine'"),
            ('engines = ["fast"]', "there is no [models.fast]"),
            ('engines = ["fast"]\n[models.fast]\npreset = "olama"', "olama"),
            (
                """
                engines = ["fast"]
                models.fast = { endpoint = "http://127.0.0.1:9/v1", style = "chat", name = "x" }
                """,
                "refused",
            ),
        ],
    )
    def test_what_is_wrong_is_an_error_that_says_so(
        self, centaur_home: Path, config: str, sentence: str
    ) -> None:
        centaur_home.mkdir()
        (centaur_home / "config.toml").write_text(config)

        result = centaur("doctor")

        assert result.exit_code == 1
        assert sentence in result.stdout

    def test_a_slow_model_is_told_what_to_change(self, centaur_home: Path) -> None:
        with ModelServer(Script("a + b", first_delay_ms=300)) as server:
            use_model(centaur_home, server.url, deadline_ms=50)

            assert "models.fast.deadline_ms is 50: raise it" in centaur("doctor").stdout


def test_path_prints_every_place(centaur_home: Path) -> None:
    places = printed("path", "--json")

    assert {"state", "events", "texts", "cache", "log", "salt", "config", "prompts"} <= set(places)
    assert all(place.startswith(str(centaur_home)) for place in places.values())


def test_the_version_is_printed() -> None:
    assert centaur("--version").stdout == f"centaur {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["fly"], ["complete"], ["metrics", "--nonsense"], ["serve", "--tcp", "65536"], ["serve", "--tcp", "0"]],
)
def test_wrong_usage_ends_with_2(arguments: Sequence[str]) -> None:
    assert centaur(*arguments).exit_code == 2


def test_every_command_explains_itself() -> None:
    for command in ("serve", "complete", "metrics", "status", "path", "pause", "resume", "purge", "doctor"):
        assert centaur(command, "--help").stdout


def test_an_output_that_takes_nothing_is_one_sentence() -> None:
    if not Path("/dev/full").exists():
        not_checked("the system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "centaur", "path"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ended.returncode == 1
    assert ended.stderr == "centaur: No space left on device\n"


def test_interrupted_it_ends_with_130_and_no_traceback(centaur_home: Path, similar: Path) -> None:
    with ModelServer(Script("late", first_delay_ms=30_000)) as server:
        use_model(centaur_home, server.url, deadline_ms=30_000, generation_ms=30_000)
        command = [sys.executable, "-m", "centaur", "complete", f"{similar}:{END}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as process:
            while not server.requests:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            _, stderr = process.communicate(timeout=20)

    assert process.returncode == 130
    assert "Traceback" not in stderr
