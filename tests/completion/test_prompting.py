"""What a template may say, and how its slots are filled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centaur.completion.prompting import Template, TemplateError, parse, render

HEAD = """+++
id = "inline/test"
version = 3
prefix_chars = 40
suffix_chars = 20
max_tokens = 10
stop = ["</file>"]
+++
"""
FIM = HEAD + "<!-- prefix -->\n{{prefix}}\n<!-- suffix -->\n{{suffix}}\n"
CHAT = (
    HEAD
    + """<!-- system -->
Fill the hole.

<!-- user -->
a = <cursor/>
<!-- assistant -->
    1
<!-- user -->
{{language}}:
{{prefix}}<cursor/>{{suffix}}
"""
)


def filled(text: str, prefix: str = "def f(", suffix: str = "):", language: str = "python") -> list[str]:
    prompt = render(
        parse(text, "t.md"), {"prefix": prefix, "suffix": suffix, "language": language, "unused": "x"}
    )
    return [*(message for _, message in prompt.messages), *filter(None, (prompt.prefix, prompt.suffix))]


def check_error(text: str, sentence: str) -> None:
    with pytest.raises(TemplateError, match=sentence) as caught:
        parse(text, "my/inline.v1.md")

    assert str(caught.value).startswith("my/inline.v1.md: ")


def test_the_head_says_what_the_template_is_and_what_it_takes() -> None:
    template = parse(FIM, "t.md")

    assert (template.identity.id, template.identity.version) == ("inline/test", 3)
    assert (template.prefix_chars, template.suffix_chars, template.max_tokens) == (40, 20, 10)
    assert template.stop == ("</file>",)


def test_a_fill_in_the_middle_template_gives_prefix_and_suffix() -> None:
    prompt = render(parse(FIM, "t.md"), {"prefix": "def f(", "suffix": "):\n", "language": "python"})

    assert (prompt.messages, prompt.prefix, prompt.suffix) == ((), "def f(", "):\n")


def test_a_chat_template_gives_its_messages_in_order() -> None:
    prompt = render(parse(CHAT, "t.md"), {"prefix": "x = ", "suffix": "\n", "language": "python"})

    assert prompt.messages == (
        ("system", "Fill the hole."),
        ("user", "a = <cursor/>"),
        ("assistant", "    1"),
        ("user", "python:\nx = <cursor/>\n"),
    )


@given(
    st.text(alphabet="ab {}\n")
    | st.sampled_from(["{{suffix}}", "{{nothing}}", "<!-- user -->\n", r"\1 \g<0>"])
)
def test_slots_are_filled_literally_and_once(code: str) -> None:
    assert filled(CHAT, prefix=code[:40])[-1] == f"python:\n{code[:40]}<cursor/>):"


@pytest.mark.parametrize(
    ("context", "expected"), [("x = 1\n", "<context>\nx = 1\n</context>\nf(<cursor/>)"), ("", "f(<cursor/>)")]
)
def test_tags_around_an_empty_slot_go_with_it(context: str, expected: str) -> None:
    text = HEAD + "<!-- user -->\n<context>\n{{context}}</context>\n{{prefix}}<cursor/>{{suffix}}\n"

    prompt = render(parse(text, "t.md"), {"prefix": "f(", "suffix": ")", "context": context})

    assert [message for _, message in prompt.messages] == [expected]


def test_tags_in_somebody_s_code_stay() -> None:
    code = "<context>\n</context>\n"

    assert code in filled(CHAT, prefix=code)[-1]


def test_of_the_prefix_the_end_is_kept_and_of_the_suffix_the_beginning() -> None:
    assert filled(FIM, "p" * 9 + "q" * 40, "s" * 20 + "t" * 9) == ["q" * 40, "s" * 20]


def test_a_secret_does_not_pass_through_a_template() -> None:
    key = "sk-" + "ant-api03-" + "a1B2" * 20

    assert "a1B2a1B2" not in "".join(
        filled(HEAD.replace("40", "400") + FIM.removeprefix(HEAD), f'key = "{key}"\n')
    )


def test_the_hash_changes_with_every_word_but_not_with_the_line_endings_of_a_checkout() -> None:
    def digest(text: str) -> str:
        return parse(text, "t.md").identity.hash

    assert digest(CHAT) == digest(CHAT.replace("\n", "\r\n"))
    assert digest(CHAT) != digest(CHAT.replace("Fill the hole.", "Fill the hole!"))


def test_a_prompt_is_not_rendered_without_a_value_for_every_slot() -> None:
    template: Template = parse(CHAT, "t.md")

    with pytest.raises(TemplateError, match=r"inline/test: no value for \{\{language\}\}"):
        render(template, {"prefix": "", "suffix": ""})


def test_code_and_facts_are_slots_of_explanations_alone() -> None:
    explaining = CHAT.replace("inline/test", "explain/test").replace("{{language}}", "{{code}} {{facts}}")

    slots = {"prefix": "p", "suffix": "s", "code": "1: x", "facts": "calls `y`"}

    assert render(parse(explaining, "t.md"), slots).messages[-1][1].startswith("1: x calls `y`")
    check_error(CHAT.replace("{{language}}", "{{code}}"), r"unknown slot \{\{code\}\}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<!-- user -->\nhello", "begins with a head"),
        (HEAD.replace("version = 3", "version ="), "the head is not valid TOML"),
        (FIM.replace("version = 3\n", ""), "the head must set version"),
        (FIM.replace("version", "verzion"), "unknown 'verzion' in the head; known are id, version"),
        (FIM.replace("version = 3", 'version = "3"'), "version must be a whole number above 0"),
        (FIM.replace("version = 3", "version = true"), "version must be a whole number above 0"),
        (FIM.replace("max_tokens = 10", "max_tokens = 0"), "max_tokens must be a whole number above 0"),
        (FIM.replace('["</file>"]', '[""]'), "stop must be a list of texts"),
        (FIM.replace('["</file>"]', "[1]"), "stop must be a list of texts"),
        (HEAD + "{{prefix}}{{suffix}}", "after the head comes a section"),
        (HEAD, "after the head comes a section"),
        (CHAT.replace("system", "sytem"), "unknown section 'sytem'; known are"),
        (FIM.replace("<!-- prefix -->\n{{prefix}}\n", ""), "the sections must be prefix and suffix"),
        (CHAT.replace("assistant", "user"), "the sections must be prefix and suffix, or"),
        (CHAT + "<!-- assistant -->\nx\n", "the sections must be prefix and suffix, or"),
        (CHAT.replace("{{language}}", "{{lang}}"), r"unknown slot \{\{lang\}\}; known are prefix"),
        (CHAT.replace("{{language}}", "{{ language }}"), r"unknown slot \{\{ language \}\}"),
        (CHAT.replace("{{suffix}}", ""), r"\{\{suffix\}\} must be in the last section 'user'"),
        (FIM.replace("{{prefix}}", "x"), r"\{\{prefix\}\} must be in the last section 'prefix'"),
    ],
)
def test_a_broken_template_is_refused_with_its_file_and_its_fault(text: str, sentence: str) -> None:
    check_error(text, sentence)
