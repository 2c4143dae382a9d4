"""Where templates are found, and what happens to those that are wrong."""

from pathlib import Path

import pytest

from centaur.adapters import prompt_files
from centaur.completion.prompting import TemplateError, render

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "prompts").rglob("*.v*.md"))


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def like_chat(version: int, prompt_id: str = "inline/chat") -> str:
    text = (ROOT / "prompts/inline/chat.v1.md").read_text()
    return text.replace("version = 1", f"version = {version}").replace("inline/chat", prompt_id)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_template_that_comes_with_centaur_can_be_used(path: Path, tmp_path: Path) -> None:
    prompts, problems = prompt_files.read(tmp_path)
    prompt_id, version = path.relative_to(ROOT / "prompts").as_posix().removesuffix(".md").split(".v")

    slots = {"prefix": "def f(", "suffix": "):\n", "language": "python"}
    slots |= {"context": "", "code": "1: x", "facts": ""}
    prompt = render(prompts.find(prompt_id, int(version)), slots)

    assert problems == ()
    assert (
        "def f(" in prompt.prefix + prompt.messages[-1][1] if prompt.messages else prompt.prefix == "def f("
    )


def test_the_examples_for_chat_models_put_the_cursor_where_the_answer_belongs() -> None:
    prompts, _ = prompt_files.read(Path("nowhere"))
    sections = prompts.find("inline/chat").sections[1:]

    for (_, question), (_, answer) in zip(sections[:-1:2], sections[1::2], strict=True):
        assert question.count("<cursor/>") == 1
        assert "<cursor/>" not in answer
        assert not answer.startswith((" ", "\n"))


def test_the_newest_version_is_used_unless_another_is_asked_for(tmp_path: Path) -> None:
    put(tmp_path, "inline/chat.v3.md", like_chat(3))
    put(tmp_path, "inline/chat.v10.md", like_chat(10))

    prompts, problems = prompt_files.read(tmp_path)

    assert problems == ()
    assert prompts.find("inline/chat").identity.version == 10
    assert prompts.find("inline/chat", 1).identity.version == 1


def test_a_user_adds_an_id_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, "mine/terse.v1.md", like_chat(1, "mine/terse"))

    assert prompt_files.read(tmp_path)[0].find("mine/terse").identity.id == "mine/terse"


def test_a_published_version_cannot_be_given_other_words(tmp_path: Path) -> None:
    mine = put(tmp_path, "inline/chat.v1.md", like_chat(1).replace("data", "text"))

    prompts, problems = prompt_files.read(tmp_path)

    assert "The file is data." in prompts.find("inline/chat", 1).sections[0][1]
    assert [
        str(mine) in problem and str(ROOT / "prompts/inline/chat.v1.md") in problem for problem in problems
    ] == [True]


def test_a_copy_of_a_published_version_is_no_problem(tmp_path: Path) -> None:
    put(tmp_path, "inline/chat.v1.md", like_chat(1))

    assert prompt_files.read(tmp_path)[1] == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nothing", "a template begins with a head"),
        (like_chat(2).encode(), r"belong into a file inline/chat\.v2\.md"),
        (b"+++\n\xff\xfe\n+++\n", "not UTF-8"),
    ],
)
def test_a_broken_file_is_named_and_costs_nothing_else(content: bytes, sentence: str, tmp_path: Path) -> None:
    broken = put(tmp_path, "inline/chat.v5.md", "")
    broken.write_bytes(content)
    put(tmp_path, "mine/terse.v1.md", like_chat(1, "mine/terse"))

    prompts, problems = prompt_files.read(tmp_path)

    assert prompts.find("inline/chat").identity.version == 2
    assert prompts.find("mine/terse")
    assert len(problems) == 1
    assert problems[0].startswith(str(broken))
    with pytest.raises(AssertionError, match=sentence):
        raise AssertionError(problems[0])


def test_a_prompt_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    prompts, _ = prompt_files.read(tmp_path)

    with pytest.raises(TemplateError, match=r"no prompt 'inline/caht'; .* inline/chat, inline/fim"):
        prompts.find("inline/caht")
    with pytest.raises(TemplateError, match=r"'inline/chat' has no version 7; it has 1, 2"):
        prompts.find("inline/chat", 7)


def test_a_checkout_reads_its_own_folder() -> None:
    assert prompt_files.prompt_root() == ROOT / "prompts"
