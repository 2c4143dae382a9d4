"""Minutes of VS Code's recorded traffic, judged with the client's signals and without them."""

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from tests.support import traffic

DOCS = Path(__file__).parent.parent.parent / "docs" / "inference.md"
RECORDINGS = ("vscode", "vscode-again", "vscode-third")
TAKEN = {"accepted", "partial", "typed_through"}
ENDS = ("accepted", "typed_through", "partial", "rejected_explicit", "rejected_implicit", "ignored", "unseen")
INFERRED = (*ENDS, "untold")
AGREEMENT = 0.97
TOLD = 0.85

Confusion = Mapping[tuple[str, str], int]


async def judged(name: str, heard: Collection[str] = traffic.NOTHING) -> Confusion:
    """How often all signals say the first, and changes, requests and what is heard say the second."""
    messages = traffic.recorded(name)
    said = await traffic.play(messages, traffic.EVERYTHING)
    inferred = await traffic.play(messages, heard)
    assert said.evidence == {"explicit", "observed"}
    assert inferred.evidence == ({"explicit", "inferred"} if heard else {"inferred"})
    assert (said.impossible, inferred.impossible) == (0, 0)
    return Counter((end, inferred.ends[suggestion]) for suggestion, end in said.ends.items())


def taken(confusion: Confusion) -> Confusion:
    """What was accepted, accepted in part or typed through by either account."""
    return {pair: count for pair, count in confusion.items() if TAKEN & set(pair)}


def table(confusion: Confusion) -> str:
    """What the signals said, row by row, and what was inferred of the same suggestions, in Markdown."""
    rows = [("said \\ inferred", *INFERRED), (":--", *["--:"] * len(INFERRED))]
    for end in ENDS:
        counts = [confusion.get((end, inferred), 0) for inferred in INFERRED]
        rows.append((end, *(str(count or "") for count in counts)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows).replace("_", " ")


@pytest.mark.parametrize("name", RECORDINGS)
async def test_what_is_inferred_agrees_with_what_the_client_said_and_the_page_shows_it(name: str) -> None:
    confusion = await judged(name)
    told = {pair: count for pair, count in taken(confusion).items() if "untold" not in pair}
    agreed = sum(count for (said, inferred), count in told.items() if said == inferred)
    total = sum(taken(confusion).values())

    assert agreed / sum(told.values()) >= AGREEMENT
    assert sum(told.values()) / total >= TOLD
    page = DOCS.read_text(encoding="utf-8")
    assert table(confusion) in page
    assert f"| {name} | {total} | {sum(told.values())} | {agreed} | {total} |" in page


@pytest.mark.parametrize("name", RECORDINGS)
async def test_where_the_accept_command_is_heard_all_that_was_taken_is_told_as_the_client_said(
    name: str,
) -> None:
    confusion = taken(await judged(name, traffic.ACCEPTS))

    assert confusion
    assert all(said == inferred for said, inferred in confusion)


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_recording_holds_nothing_of_the_machine_it_was_made_on(name: str) -> None:
    after_scheme = str(traffic.recorded(name)).split("file://")[1:]

    assert {uri.split("'")[0] for uri in after_scheme} == {"/project/book.py", "/project/notes.py"}
