"""What is made of a model's answer before anybody reads it."""

import pytest

from centaur.explanation.answer import answer
from centaur.explanation.references import FLAG, without

GOOD = """\
### What it does
Adds.

### How
- Uses `+` (L2-3).

### What to watch for
- Overflow (L3).

### Not seen
Callers."""


def check(text: str, shown: str, *changed_by: str) -> None:
    found = answer(text, 2, 4)

    assert (found.markdown, found.changed_by) == (shown, changed_by)


def test_an_answer_in_the_form_that_was_asked_for_is_shown_as_it_is() -> None:
    check(GOOD, GOOD)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It adds.", "### What it does\nIt adds."),
        ("### How\n- (L2)\n### What it does\nAdds.", "### What it does\nAdds.\n\n### How\n- (L2)"),
        ("### WHAT IT DOES:\nAdds.", "### What it does\nAdds."),
        ("```markdown\n### What it does\nAdds.\n```", "### What it does\nAdds."),
        ("<think>hm, ### How</think>### What it does\nAdds.", "### What it does\nAdds."),
        ("<think>it never ends", ""),
        ("### What it does\nA.\n### What it does\nB.", "### What it does\nA.\n\nB."),
    ],
)
def test_another_form_is_put_right(text: str, shown: str) -> None:
    assert answer(text, 2, 4).markdown == shown


def test_a_section_nobody_asked_for_keeps_its_words_and_is_named_in_the_log() -> None:
    check("### What it does\nA.\n## Poem\nB.", "### What it does\nA.\n\n### How\n**Poem**\n\nB.", "sections")


@pytest.mark.parametrize("reference", ["L1", "L5", "L2-5", "L4-2", "L1\u20133"])
def test_lines_that_were_not_sent_are_flagged(reference: str) -> None:
    check(
        f"### What it does\nAdds ({reference}).",
        f"### What it does\nAdds ({reference} {FLAG}).",
        "line_references",
    )


@pytest.mark.parametrize("reference", ["L2", "L4", "L2-4", "L2\u2013L3", "XL9", "L"])
def test_lines_that_were_sent_are_not(reference: str) -> None:
    check(f"### What it does\nAdds ({reference}).", f"### What it does\nAdds ({reference}).")


def test_what_is_dangerous_is_gone_and_named_in_the_log() -> None:
    check("### What it does\nSee [x](http://y).", "### What it does\nSee x.", "markdown")


def test_a_heading_that_still_grows_waits() -> None:
    assert answer("### What it does\nAdds.\n\n## Ho", 1, 1, whole=False).markdown == "### What it does\nAdds."
    assert answer("## Wh", 1, 1, whole=False).markdown == ""


def test_in_the_file_references_would_be_wrong_tomorrow() -> None:
    text = f"Adds (L2-3). Or (L2, L3) and (L9 {FLAG}), but L4 stays."

    assert without(text) == "Adds. Or and, but L4 stays."
