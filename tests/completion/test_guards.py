"""No text passes the guards with what nobody can see, or with what nobody may."""

import pytest

from centaur.completion.guards import refuse
from tests.privacy.planted import SECRETS, Example, private_key
from tests.privacy.test_hidden import HIDDEN, PLACES, SEEN


@pytest.mark.parametrize("place", PLACES)
def test_every_hidden_character_is_refused(place: str) -> None:
    assert {refuse(place.format(character)) for character in HIDDEN} == {"hidden_characters"}


@pytest.mark.parametrize("example", SECRETS, ids=lambda example: example.line)
def test_every_secret_is_refused(example: Example) -> None:
    assert refuse(f"x = 1\n{example.text}\n") == "secrets"


@pytest.mark.parametrize("text", ["key = '<redacted:aws-key>'", "<redacted:private-key>", private_key()])
def test_the_marker_of_a_secret_is_refused(text: str) -> None:
    assert refuse(text) == "secrets"


@pytest.mark.parametrize("text", [*SEEN, "return a + b", "", "password = getpass()"], ids=repr)
def test_all_else_passes(text: str) -> None:
    assert refuse(text) == ""
