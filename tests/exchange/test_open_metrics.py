from pathlib import Path
from typing import Any

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from centaur.commands.metrics import metrics
from centaur.exchange.open_metrics import exposition
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, EventLog
from tests.support.exports import exported, state_of


def parsed(text: str) -> dict[str, Any]:
    """The samples of each family, as prometheus_client's own parser reads them."""
    families = text_string_to_metric_families(text)  # type: ignore[no-untyped-call]  # it has no types
    return {family.name: family for family in families}


def story() -> EventLog:
    log = EventLog()
    for name in "abcdef":
        log.session(name, ACCEPTED, ESCAPED, LEFT).requests(after=60)
    return log


def text_of(log: EventLog, *by: str) -> str:
    asked = {"since": "2026-11-01", "until": "2026-11-09", "by": by}
    return exposition(metrics(state_of(log), asked))


def test_the_parser_of_prometheus_reads_every_figure_with_its_definition() -> None:
    found = parsed(text_of(story()))
    (rate,) = found["centaur_viewed_acceptance_rate"].samples
    assert (rate.labels, rate.value) == ({}, 0.5)
    assert found["centaur_viewed_acceptance_rate"].documentation == "Accepted / viewed."
    (low,) = found["centaur_viewed_acceptance_rate_lower"].samples
    assert low.value <= 0.5
    assert {one.labels["quantile"]: one.value for one in found["centaur_latency_seconds"].samples} == {
        "0.5": 0.05,
        "0.95": 0.05,
        "0.99": 0.05,
    }
    assert found["centaur_latency_seconds"].type == "summary"
    assert found["centaur_until_timestamp_seconds"].samples[0].value == 1794182400.0


def test_what_of_the_cost_is_an_estimate_is_told_beside_it() -> None:
    report = metrics(state_of(story()), {"since": "2026-11-01", "until": "2026-11-09"})
    report["groups"][0] |= {"cost_usd": 0.5, "cost_estimated_usd": 0.125}
    found = parsed(exposition(report))

    for name, usd in (("centaur_cost_usd", 0.5), ("centaur_cost_estimated_usd", 0.125)):
        assert [one.value for one in found[name].samples] == [usd]
    assert found["centaur_cost_estimated_usd"].documentation.startswith("What of that is our estimate")


def test_groups_are_labels_and_the_whole_has_none() -> None:
    samples = parsed(text_of(story(), "language", "model"))["centaur_accepted"].samples
    assert [one.labels for one in samples] == [{}, {"language": "python", "model": "unknown"}]


def test_what_held_back_or_changed_a_suggestion_is_a_label() -> None:
    report = metrics(state_of(story()), {"since": "2026-11-01", "until": "2026-11-09"})
    report["groups"][0] |= {"filtered": {"unbalanced": 2}, "changed": {"echo": 3, "fences": 1}}
    found = parsed(exposition(report))
    assert [(one.labels, one.value) for one in found["centaur_filtered"].samples] == [
        ({"guard": "unbalanced"}, 2)
    ]
    assert [one.labels for one in found["centaur_changed"].samples] == [{"step": "echo"}, {"step": "fences"}]


def test_what_is_not_known_has_no_sample() -> None:
    found = parsed(text_of(EventLog()))
    assert found["centaur_acceptance_rate"].samples == []
    assert found["centaur_accepted"].samples[0].value == 0


def test_a_label_may_hold_any_character() -> None:
    report = metrics(state_of(story()), {"since": "2026-11-01", "until": "2026-11-09", "by": ("model",)})
    report["groups"][1]["by"]["model"] = 'a"b\\c\nd'
    samples = parsed(exposition(report))["centaur_accepted"].samples
    assert samples[1].labels == {"model": 'a"b\\c\nd'}


def test_the_file_is_that_of_the_28_days_and_the_same_each_time(tmp_path: Path) -> None:
    state = state_of(story())
    exported(state, "prometheus", tmp_path / "centaur.prom")
    first = (tmp_path / "centaur.prom").read_text()
    assert parsed(first)["centaur_accepted"].samples[0].value == 6
    exported(state, "prometheus", tmp_path / "centaur.prom")
    assert (tmp_path / "centaur.prom").read_text() == first
    exported(state, "prometheus", tmp_path / "centaur.prom", since="2026-10-01")
    assert parsed((tmp_path / "centaur.prom").read_text())["centaur_accepted"].samples[0].value == 6
