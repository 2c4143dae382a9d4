"""The sample alert rules and the dashboard name only what there is."""

import json
import re
from pathlib import Path
from typing import Any

from centaur.commands.metrics import metrics
from centaur.exchange.open_metrics import exposition
from tests.support.event_tables import EventLog
from tests.support.exports import state_of

DOCS = Path(__file__).resolve().parents[2] / "docs" / "prometheus"
NAMED = re.compile(r"\bcentaur_\w+")


def known() -> set[str]:
    report = metrics(state_of(EventLog()), {"since": "2026-11-01", "until": "2026-11-09"})
    return set(re.findall(r"# TYPE (\w+) (?:gauge|summary)", exposition(report)))


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DOCS / "dashboard.json").read_text())
    return found


def test_every_metric_that_is_named_is_exported() -> None:
    expressions = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
    expressions += re.findall(r"expr: (.+)", (DOCS / "alerts.yml").read_text())
    named = {name for expression in expressions for name in NAMED.findall(expression)}
    assert len(named) > 15
    assert named <= known()


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    """Grafana's own rules: ids and references are unique, and the grid is 24 wide without overlaps."""
    found = dashboard()
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= set(found)
    panels = found["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(set(cells)) == len(cells)
    assert all(0 <= x < 24 for x, _ in cells)
    for panel in panels:
        references = [target["refId"] for target in panel["targets"]]
        assert len(set(references)) == len(references)
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        assert panel["description"]
    assert [one["name"] for one in found["templating"]["list"]] == ["datasource", "instance"]
