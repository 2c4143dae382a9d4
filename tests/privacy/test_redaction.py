"""A prompt has no other way to be made than without secrets and hidden characters."""

import dataclasses

import pytest

from centaur.privacy.redaction import RedactedPrompt
from centaur.privacy.secrets import redact
from tests.privacy.planted import SECRETS, Example, private_key


@pytest.mark.parametrize("example", SECRETS, ids=lambda example: example.line)
def test_no_part_of_a_prompt_holds_a_secret(example: Example) -> None:
    messages = [("system", example.text), ("user", f"before\n{example.text}\nafter")]
    prompt = RedactedPrompt.of(
        messages=messages,
        prefix=example.text,
        suffix=f"\n{example.text}",
        files=[("a.py", example.text)],
        file=example.text,
    )

    assert example.secret not in repr(prompt)
    assert prompt.prefix == example.redacted
    assert prompt.messages[0] == ("system", example.redacted)


def test_a_hidden_character_does_not_hide_a_secret() -> None:
    example = SECRETS[0]
    spread = "\u200b".join(example.secret)

    assert RedactedPrompt.of(prefix=spread, suffix="a\u202eb") == RedactedPrompt.of(
        prefix=f"<redacted:{example.kind}>", suffix="ab"
    )


def test_instructions_survive_the_half_key_that_a_message_is_filled_with() -> None:
    half = redact("\n".join(private_key().split("\n")[5:]))
    prompt = RedactedPrompt.of(messages=[("user", f"Complete the code.\n{half}\nx = 1")])

    assert prompt.messages[0][1].startswith("Complete the code.\n")
    assert prompt.messages[0][1].endswith("\nx = 1")


def test_it_cannot_be_made_or_changed_past_the_redaction() -> None:
    prompt = RedactedPrompt.of(prefix="x = 1")

    with pytest.raises(TypeError, match="is made by"):
        RedactedPrompt()
    with pytest.raises(TypeError):
        dataclasses.replace(prompt, prefix="y")
    with pytest.raises(dataclasses.FrozenInstanceError):
        prompt.prefix = "y"  # type: ignore[misc]  # that it is frozen is the point
