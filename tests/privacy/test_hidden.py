"""Characters that nobody sees are found and taken away; those that scripts and emoji need are left."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.privacy import hidden

RANGES = [
    (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x061C, 0x061C), (0x115F, 0x1160),
    (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xE0000, 0xE007F), (0xE0100, 0xE01EF),
]  # fmt: skip
HIDDEN = [chr(code) for first, last in RANGES for code in range(first, last + 1)]
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
