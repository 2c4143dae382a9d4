"""What holds for every log: the report counts as a person would, and in whatever order things happened."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.metrics.options import Options
from centaur.metrics.report import report
from tests.metrics.conftest import NOW
from tests.metrics.test_report import NO_OPPORTUNITIES, NOT_DELIVERED
from tests.support.event_tables import (
    ACCEPTED,
    ESCAPED,
    LEFT,
    LEFT_READ,
    OPEN,
    ORPHANED,
    SIBLING,
    TYPED,
    TYPED_OVER,
    UNSEEN,
    EventLog,
    Told,
    stored,
)

DELIVERED = [ACCEPTED, ESCAPED, TYPED_OVER, LEFT, LEFT_READ, TYPED, ORPHANED, OPEN, SIBLING, UNSEEN]
told = st.builds(
    lambda one, language, model, deliveries: replace(
        one, language=language, model=model, deliveries=deliveries, latency=float(len(language) + deliveries)
    ),
    st.sampled_from([*DELIVERED, *NOT_DELIVERED, *NO_OPPORTUNITIES]),
    st.sampled_from(["python", "go"]),
    st.sampled_from(["", "small", "large"]),
    st.integers(1, 3),
)
logs = st.lists(st.lists(told, max_size=8), max_size=7)
OPTIONS = Options.of(now=NOW, by=("language", "model"))


def measured(sessions: list[list[Told]]) -> dict[str, Any]:
    log = EventLog()
    for number, requests in enumerate(sessions):
        log.session(f"session {number}", *requests)
    with TemporaryDirectory() as folder, stored(log.recorded, Path(folder)) as ask:
        return report(ask, OPTIONS)


def counted(requests: list[Told]) -> Counter[str]:
    """The counts, one request after the other."""
    counts: Counter[str] = Counter()
    for one in requests:
        out = one in NO_OPPORTUNITIES or one.source == "reuse" or one.result == "cancelled"
        own_choice = one.reason in {"paused", "language", "excluded", "untrusted"}
        counts["opportunities"] += not (out or own_choice)
        if one.result != "delivered" or one.reason == "sibling":
            continue
        if not one.shown:
            counts["unseen"] += 1
            continue
        counts["shown"] += 1
        counts["displays"] += one.deliveries
        counts["viewed"] += one.read or one.outcome == "accepted"
        counts[one.outcome or "open"] += 1
    return counts


@settings(max_examples=40, deadline=None)
@given(logs)
def test_the_report_counts_as_one_would_by_hand(sessions: list[list[Told]]) -> None:
    requests = [one for session in sessions for one in session]

    whole, *groups = measured(sessions)["groups"]

    for group in (whole, *groups):
        within = [
            one
            for one in requests
            if group["by"].items() <= {"language": one.language, "model": one.model}.items()
        ]
        expected = counted(within)
        assert {name: group[name] for name in expected} == expected
        assert group["shown"] == sum(
            group[name]
            for name in (
                "accepted",
                "typed_through",
                "rejected_explicit",
                "rejected_implicit",
                "ignored",
                "orphaned",
                "open",
            )
        )
        assert group["rejected"] == group["rejected_explicit"] + group["rejected_implicit"]
        assert group["shown"] >= group["viewed"] >= group["accepted"]
    for name in ("opportunities", "displays", "shown", "accepted", "unseen"):
        assert whole[name] == sum(group[name] for group in groups)


@settings(max_examples=30, deadline=None)
@given(logs, st.randoms())
def test_the_order_of_unrelated_suggestions_changes_no_byte(
    sessions: list[list[Told]], random: Random
) -> None:
    shuffled = random.sample([random.sample(one, len(one)) for one in sessions], len(sessions))

    assert json.dumps(measured(shuffled)) == json.dumps(measured(sessions))
