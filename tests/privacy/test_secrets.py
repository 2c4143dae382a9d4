"""What is secret is found by its shape and goes; all else stays as it is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.privacy.secret_rules import RULES
from centaur.privacy.secrets import MARKER, finds, redact
from tests.privacy.planted import BODY, BODY_LINES, INNOCENT, PEM, SECRETS, Example, private_key

CODE = st.sampled_from(
    ["x = 1", "def f():", "    return 'a'", "", "\tpass\r", "token = ", '"', "'", "://a:", "-", "=", " "]
)
PIECES = st.one_of(
    CODE,
    st.sampled_from([example.text for example in SECRETS]),
    st.sampled_from([example.secret for example in SECRETS]),
    st.sampled_from(sorted({keyword for rule in RULES for keyword in rule.keywords})),
    st.sampled_from([PEM.format("BEGIN", ""), PEM.format("END", "RSA "), private_key(), "<redacted:jwt>"]),
    st.text(max_size=20),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", "\n", " ", "\r\n", "\r"])), max_size=12).map(
    lambda pairs: "".join(piece + end for piece, end in pairs)
)


@pytest.mark.parametrize("example", SECRETS, ids=lambda example: f"{example.kind} in {example.line}")
def test_only_the_secret_goes(example: Example) -> None:
    assert redact(example.text) == example.redacted
    assert finds(example.text) == (example.kind,)


@pytest.mark.parametrize("line", [line for lines in INNOCENT.values() for line in lines])
def test_what_only_looks_like_a_secret_stays(line: str) -> None:
    assert redact(line) == line
    assert finds(line) == ()


def test_each_rule_has_two_examples_of_either_sort() -> None:
    kinds = [rule.kind for rule in RULES]

    assert {kind: sum(example.kind == kind for example in SECRETS) >= 2 for kind in kinds} == dict.fromkeys(
        kinds, True
    )
    assert {kind: len(INNOCENT.get(kind, ())) >= 2 for kind in kinds} == dict.fromkeys(kinds, True)


def test_a_private_key_goes_whole_and_leaves_its_lines() -> None:
    redacted = redact(f"before\n{private_key('RSA ')}\nafter")

    assert redacted == "\n".join(["before", *["<redacted:private-key>"] * (len(BODY_LINES) + 2), "after"])


def test_a_private_key_in_a_literal_leaves_the_quotes() -> None:
    begin, end = PEM.format("BEGIN", ""), PEM.format("END", "")

    assert redact(f'key = "{begin}\\nMIIE\\n{end}"') == 'key = "<redacted:private-key>"'
    assert redact(f'a = ("{begin}\\n"\n  "MII\\n"\n  "{end}")') == (
        'a = ("<redacted:private-key>\\n"\n  "<redacted:private-key>\\n"\n  "<redacted:private-key>")'
    )


@pytest.mark.parametrize("width", [16, 48, 64])
@pytest.mark.parametrize("name", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_a_private_key_that_the_window_has_cut_goes_too(name: str, width: int) -> None:
    body = [BODY[at : at + width] for at in range(0, len(BODY), width)]
    lines = private_key(name, body).split("\n")
    for cut in range(1, len(lines)):
        assert material(redact("code\n" + "\n".join(lines[:cut]))) == []
        assert material(redact("\n".join(lines[cut:]) + "\ncode")) == []


def test_the_middle_of_a_key_longer_than_the_window_goes_too() -> None:
    assert material(redact("\n".join(BODY_LINES[2:8]))) == []


def test_cut_keys_do_not_claim_the_text_they_are_later_put_into() -> None:
    piece = redact("\n".join(private_key().split("\n")[3:]))

    assert redact(f"Complete this:\n{piece}\nx = 1").startswith("Complete this:\n<redacted")
    assert redact(f"{piece}\nx = 1").endswith("\nx = 1")


def test_a_secret_that_stands_against_another_goes_with_it() -> None:
    text = "AKIAIOSFODNN7EXAMPLE123456789:AAaB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5"

    assert redact(text) == "<redacted:aws-key><redacted:telegram-token>"
    assert finds(text) == ("telegram-token", "aws-key")


def test_a_row_of_secrets_without_an_edge_goes_as_a_whole() -> None:
    row = "".join(f"{number:08}:" + "a" * 35 for number in range(1_000))

    assert redact(f"x = 1\n{row}\ny = 2") == "x = 1\n<redacted:telegram-token>\ny = 2"


def test_kinds_are_told_once_in_their_order() -> None:
    text = f"{SECRETS[0].text}\n{private_key()}\n{SECRETS[4].text}\n{SECRETS[1].text}"

    assert finds(text) == ("private-key", "aws-key", "gitlab-token")


def test_a_text_without_secrets_is_itself() -> None:
    text = "def f(x: int) -> str:\r\n\treturn f'{x}' * 2\n" * 50

    assert redact(text) == text


@settings(max_examples=200)
@given(TEXTS)
def test_redacting_again_changes_nothing(text: str) -> None:
    once = redact(text)

    assert redact(once) == once
    assert finds(once) == ()


@settings(max_examples=200)
@given(TEXTS)
def test_lines_stay_where_they_are(text: str) -> None:
    assert endings(redact(text)) == endings(text)


@settings(max_examples=200)
@given(st.lists(CODE, max_size=5), st.sampled_from(SECRETS), st.lists(CODE, max_size=5))
def test_a_secret_on_a_line_of_its_own_goes_wherever_that_is(
    before: list[str], example: Example, after: list[str]
) -> None:
    redacted = redact("\n".join([*before, example.text, *after]))

    assert example.secret not in redacted
    assert MARKER.search(redacted)


def endings(text: str) -> list[str]:
    return re.findall(r"\r\n|\r|\n", text)


def material(text: str) -> list[str]:
    """Whatever of a planted key can still be read."""
    return [piece for at in range(0, len(BODY), 8) if (piece := BODY[at : at + 8]) in text]
