"""How a line becomes tokens."""

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.local.lexer import MAX_LINE, MAX_STRING, OPAQUE, kind, lex


def check(line: str, *tokens: str, language: str = "python") -> None:
    assert lex(line, language).tokens == tokens


def test_names_numbers_strings_and_operators_are_tokens() -> None:
    check("x2 = f(1.5, y)", "x2", "=", "f", "(", "1.5", ",", "y", ")")
    check("a -> b ** c != d", "a", "->", "b", "**", "c", "!=", "d")
    check("größe = 'ä b'", "größe", "=", "'ä b'")


def test_a_string_is_one_token_with_its_prefix_and_escapes() -> None:
    check(r'print(rb"a\"b" "c")', "print", "(", r'rb"a\"b"', '"c"', ")")


def test_a_string_left_open_reaches_to_the_end_of_the_line() -> None:
    check('print("a b', "print", "(", '"a b')
    check('print("a\\', "print", "(", '"a\\')


def test_a_comment_is_dropped_and_noticed() -> None:
    check("x = '#'  # comment", "x", "=", "'#'")
    check("x = 1; // comment", "x", "=", "1", ";", language="go")
    assert lex("x = '#'  # comment", "python").in_comment
    assert not lex("x = '#'", "python").in_comment


def test_an_apostrophe_in_a_word_begins_no_string() -> None:
    check("don't do", "don", "'", "t", "do", language="plaintext")
    check("fn f(x: &'a str)", "fn", "f", "(", "x", ":", "&", "'", "a", "str", ")", language="rust")


def test_indents_are_measured_with_tabs_of_four() -> None:
    assert [lex(line, "go").indent for line in ("x", "  x", "\tx", "\t\tx", " \tx")] == [0, 2, 4, 8, 4]


def test_what_no_one_would_type_again_is_not_kept() -> None:
    check(f'x = "{"y" * MAX_STRING}"', "x", "=", OPAQUE)
    check("x" * (MAX_LINE + 1))


def test_a_gap_of_any_width_fits() -> None:
    assert lex("a" + " " * 300 + "b", "python").gaps == bytes([0, 255])


def test_names_strings_and_numbers_are_alike_and_keywords_are_not() -> None:
    assert {kind(token) for token in ("x", "Größe", "_private")} == {"a"}
    assert {kind(token) for token in ('"x"', "f'y'", "`z`")} == {'"'}
    assert {kind(token) for token in ("1", "0x1f", "2.5")} == {"0"}
    assert [kind(token) for token in ("return", "self", "(", "->")] == ["return", "self", "(", "->"]


@given(st.text(alphabet=st.characters(exclude_characters="\n\r\t#"), max_size=MAX_STRING))
@settings(max_examples=300, deadline=None)
def test_a_line_can_be_put_together_again_from_its_tokens(line: str) -> None:
    lexed = lex(line, "python")

    spelled = "".join(" " * gap + token for gap, token in zip(lexed.gaps, lexed.tokens, strict=True))
    assert "".join(spelled.split()) == "".join(line.split())
    assert len(spelled.rstrip()) == len(line.strip())


@given(st.text(max_size=2 * MAX_LINE), st.sampled_from(["python", "go", "vb", "markdown", "bat", "nothing"]))
@settings(max_examples=300, deadline=None)
def test_no_line_is_too_odd(line: str, language: str) -> None:
    lexed = lex(line, language)

    assert len(lexed.gaps) == len(lexed.tokens)
    assert all(lexed.tokens)
