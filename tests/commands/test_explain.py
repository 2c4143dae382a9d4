"""`centaur explain`: what a person or a script gets of some lines of a file."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import centaur, printed
from tests.support.model_server import ModelServer, Script

CODE = "def add(a, b):\n    return a + b\n\n\nx = add(1, 2)\n"
WORDS = "### What it does\nAdds `a` to `b`.\n\n### How\n- Uses `+` (L2)."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "project" / "a.py"
    path.parent.mkdir()
    path.write_text(CODE)
    return path


def use_model(home: Path, endpoint: str, style: str = "chat", **more: str) -> None:
    home.mkdir(exist_ok=True)
    lines = [f"{name} = {json.dumps(value)}" for name, value in more.items()]
    model = ["[models.fast]", f'endpoint = "{endpoint}"', f'style = "{style}"', 'name = "tiny"']
    (home / "config.toml").write_text("\n".join([*lines, *model]))


def test_without_a_model_it_gives_facts_and_says_so(file: Path) -> None:
    result = centaur("explain", f"{file}:1-2")

    assert result.exit_code == 0
    assert "This is a summary of facts, not an explanation" in result.stdout
    assert "It is named elsewhere in this file: L5." in result.stdout
    assert result.stderr == "no explanation: no model of style chat is configured (explain.model)\n"


def test_it_says_which_files_of_the_workspace_name_it_but_never_an_excluded_one(file: Path) -> None:
    (file.parent / "b.py").write_text("from a import add\nadd(1, 2)\n")
    (file.parent / "c.py").write_text("from a import add\n")
    (file.parent / ".centaurignore").write_text("c.py\n")

    assert "Other files name it: `b.py` (2)." in centaur("explain", f"{file}:1").stdout


def test_one_line_alone_asks_for_the_symbol_around_it(file: Path) -> None:
    answer = printed("explain", f"{file}:2", "--json")

    assert (answer["first_line"], answer["last_line"], answer["kind"]) == (1, 2, "facts")


def test_the_model_that_is_named_explains_and_the_next_process_has_it_from_the_cache(
    file: Path, centaur_home: Path
) -> None:
    with ModelServer(Script(WORDS)) as server:
        use_model(centaur_home, server.url, **{"explain.model": "fast"})
        shown, again = centaur("explain", f"{file}:1-2"), printed("explain", f"{file}:1-2", "--json")

        assert len(server.requests) == 1
    assert (shown.stdout, shown.stderr) == (WORDS + "\n", "")
    assert (again["markdown"], again["source"]) == (WORDS, "disk")


def test_a_chat_model_among_the_engines_explains_without_being_named(file: Path, centaur_home: Path) -> None:
    with ModelServer(Script(WORDS)) as server:
        use_model(centaur_home, server.url)
        config = centaur_home / "config.toml"
        config.write_text(f'engines = ["local", "fast"]\n{config.read_text()}')

        assert printed("explain", f"{file}:1-2", "--json")["kind"] == "explanation"


@pytest.mark.parametrize(
    ("label", "style", "sentence"),
    [
        ("slow", "chat", "explain.model names 'slow', but there is no [models.slow]"),
        (
            "fast",
            "fim-suffix",
            'models.fast completes and cannot explain: explain.model needs style = "chat"',
        ),
    ],
)
def test_a_model_that_cannot_explain_is_named_with_what_to_change(
    file: Path, centaur_home: Path, label: str, style: str, sentence: str
) -> None:
    use_model(centaur_home, "http://127.0.0.1:9", style, **{"explain.model": label})

    assert printed("explain", f"{file}:1-2", "--json")["sentence"] == sentence


def test_an_endpoint_that_does_not_answer_costs_the_explanation_and_not_the_facts(
    file: Path, centaur_home: Path
) -> None:
    use_model(centaur_home, "http://127.0.0.1:9", **{"explain.model": "fast"})

    answer = printed("explain", f"{file}:1-2", "--json")

    assert answer["kind"] == "facts"
    assert answer["sentence"].startswith("tiny: ")


def test_an_excluded_file_is_not_explained(file: Path) -> None:
    (file.parent / ".centaurignore").write_text("a.py\n")
    (file.parent / ".git").mkdir()

    answer = printed("explain", f"{file}:1-2", "--json")

    assert (answer["kind"], answer["markdown"]) == ("none", "")
    assert "a.py" in answer["sentence"]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("a.py", "is not FILE:FROM-TO"),
        ("a.py:0-2", "is not FILE:FROM-TO"),
        ("a.py:3-2", "is not FILE:FROM-TO"),
        ("a.py:1-x", "is not FILE:FROM-TO"),
        ("a.py:1-99", "line 99 is past the end: the file has 6 lines"),
        ("b.py:1-2", "cannot be read"),
    ],
)
def test_a_place_that_is_not_there_is_answered_with_a_sentence(file: Path, place: str, sentence: str) -> None:
    result = centaur("explain", str(file.parent / place))

    assert result.exit_code == (2 if "is not FILE" in sentence else 1)
    assert sentence in result.stderr
