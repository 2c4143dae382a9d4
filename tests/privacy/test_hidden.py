"""Characters that nobody sees are found and taken away; those that scripts and emoji need are left."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.privacy import hidden

RANGES = (
    "0-8 b-c e-1f 7f-9f ad 61c 115f-1160 180e 200b-200f 2028-202e 2060-2064 2066-2069 3164 fe00-fe0f feff "
    "ffa0 e0000-e007f e0100-e01ef"
)
HIDDEN = [
    chr(code)
    for first, _, last in (part.partition("-") for part in RANGES.split())
    for code in range(int(first, 16), int(last or first, 16) + 1)
]
PLACES = ["x = 1{}", "{}# comment", "s = 'a{}b'", "\u4e2d{}\u6587", "\U0001f600{}"]
SEEN = [
    "s = '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'  # Persian joins its words with a non-joiner",
    "'\u0915\u094d\u200d\u0937'",
    "\u4e2d\u6587 \u65e5\u672c\u8a9e \ud55c\uad6d\uc5b4",
    "caf\u00e9 na\u00efve \u00fcber e\u0301",
    "print('\U0001f600 \U0001f680 \u2713 \u2603')",
    "a\u00a0b",
    "\tx = 1\r\n",
    "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645",
]


@pytest.mark.parametrize("place", PLACES)
def test_each_hidden_character_is_named_and_taken_away(place: str) -> None:
    assert [c for c in HIDDEN if hidden.first(place.format(c)) != f"U+{ord(c):04X}"] == []
    assert {hidden.strip(place.format(c)) for c in HIDDEN} == {place.format("")}


@pytest.mark.parametrize("text", SEEN, ids=range(len(SEEN)))
def test_what_people_write_stays(text: str) -> None:
    assert hidden.first(text * 600) == ""
    assert hidden.strip(text) == text


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*HIDDEN, *SEEN, "a", "\u0645", "\u200c"]), max_size=8).map("".join))
def test_a_stripped_text_has_nothing_hidden(text: str) -> None:
    assert hidden.first(hidden.strip(text)) == ""


@settings(max_examples=200)
@given(st.text())
def test_nothing_that_is_a_letter_or_digit_is_taken(text: str) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if unicodedata.category(c)[0] in "LN" and c not in HIDDEN)

    assert letters(hidden.strip(text)) == letters(text)
