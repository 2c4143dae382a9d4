"""Exports as the tools that they are for read them. Run by `make test-readers` alone."""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from centaur.adapters.state_dir import StateDir
from centaur.commands.serving import metrics_server
from centaur.evidence.events import SurvivalEvent
from tests.readers.installed import HERE, debian, node, python
from tests.receivers.installed import free_port, running
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, NOON, EventLog
from tests.support.exports import CHAT, exported, lines, state_of
from tests.support.month import month

pytestmark = pytest.mark.timeout(900)

SAMPLES = HERE.parents[1] / "docs" / "prometheus"
CODE = [
    "return {{ a }}",
    "{% for x in y %}{{ x | upper }}{% endfor %}",
    "{# a comment #}",
    "{% raw %}{{ context }}{% endraw %} {{{ a }}}",
    "{#}{{",
    "x = {'a': {'b': 1}}\n",
    "  indented\r\n\ttabbed\n\n",
    'a "quoted" \\n \u2028 é 😀 </s>',
    "file:///etc/hostname",
    "- yaml: [1, 2]",
]


@pytest.fixture
def state() -> StateDir:
    """Every piece of code once as a context and once as what was accepted, and was left as it was."""
    log, texts = EventLog().session("a", *[ACCEPTED] * len(CODE), ESCAPED, LEFT), {("prompt", "g1"): CHAT}
    for number, code in enumerate(CODE, start=1):
        for moment in ("300", "600"):
            log.write(
                SurvivalEvent(f"s{number}", moment, 300_000.0, 10, unchanged=number > 2, edit_ratio=0.1)
            )
        fim = json.dumps({"messages": [], "prefix": code, "suffix": CODE[-number]})
        texts |= {("prompt", f"g{number + 1}"): fim, ("suggestion", f"s{number}"): code}
        texts |= {("final", f"s{number}"): f"{code} or another"} if number < 3 else {}
    return state_of(log, texts)


def written(state: StateDir, form: str, path: Path, *, with_text: bool = True) -> list[Any]:
    exported(state, form, path, with_text=with_text)
    return lines(path) if path.suffix == ".jsonl" else [json.loads(path.read_text())]


def ran(*command: object, cwd: Path | None = None, variables: Mapping[str, str] | None = None) -> str:
    """What the program prints; it has to end well."""
    environment = {**os.environ, **(variables or {})}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-3000:]
    return done.stdout


def in_python(reader: str, path: Path, home: Path) -> Any:
    variables = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(home), "INSPECT_LOG_DIR": str(home)}
    return json.loads(ran(python(), HERE / "read_in_python.py", reader, path, variables=variables))


@pytest.mark.parametrize(
    ("form", "types"),
    [
        ("kto", {"prompt": "Value('string')", "completion": "Value('string')", "label": "Value('bool')"}),
        ("dpo", dict.fromkeys(("prompt", "chosen", "rejected"), "Value('string')")),
        ("sft", {"messages": "List({'role': Value('string'), 'content': Value('string')})"}),
    ],
)
def test_datasets_loads_each_example_as_it_was_written(
    form: str, types: dict[str, str], state: StateDir, tmp_path: Path
) -> None:
    records = written(state, form, tmp_path / f"{form}.jsonl")
    assert records
    assert in_python("datasets", tmp_path / f"{form}.jsonl", tmp_path) == {"rows": records, "types": types}


def test_inspect_runs_each_case_and_finds_its_target_right(state: StateDir, tmp_path: Path) -> None:
    records = written(state, "inspect", tmp_path / "cases.jsonl")
    told = in_python("inspect", tmp_path / "cases.jsonl", tmp_path / "home")
    assert told["status"] == "success"
    assert told["right"] == ["C"] * len(CODE)
    assert told["cases"] == [
        [one["id"], [message["content"] for message in one["input"]], one["target"], one["metadata"]]
        for one in records
    ]


def promptfoo(home: Path, *arguments: object) -> None:
    off = ("TELEMETRY", "UPDATE", "REMOTE_GENERATION", "SHARING")
    variables = {
        "PROMPTFOO_CONFIG_DIR": str(home / "home"),
        **{f"PROMPTFOO_DISABLE_{one}": "1" for one in off},
    }
    ran(node() / "node_modules" / ".bin" / "promptfoo", *arguments, cwd=home, variables=variables)


def test_promptfoo_asks_with_the_context_and_compares_with_the_code_as_they_are(
    state: StateDir, tmp_path: Path
) -> None:
    path, out = tmp_path / "promptfooconfig.json", tmp_path / "out.json"
    (configuration,) = written(state, "promptfoo", path)
    promptfoo(tmp_path, "validate", "-c", path)

    # The provider repeats its question: it is the context as it was, and the right answer to itself.
    for test in configuration["tests"]:
        test["assert"] = [{"type": "equals", "value": test["vars"]["context"]}]
    path.write_text(json.dumps(configuration))
    promptfoo(tmp_path, "eval", "-c", path, "-o", out, "--no-write", "--no-cache", "--no-table")
    results = sorted(json.loads(out.read_text())["results"]["results"], key=lambda one: one["testIdx"])
    cases = written(state, "inspect", tmp_path / "cases.jsonl")
    contexts = ["\n\n".join(message["content"] for message in case["input"]) for case in cases]
    assert [one["response"]["output"] for one in results] == contexts
    assert [one["success"] for one in results] == [True] * len(CODE)


@pytest.mark.parametrize(("level", "with_text"), [("noCode", False), ("all", True)])
def test_continues_schema_has_nothing_against_any_record(
    level: str, with_text: bool, state: StateDir, tmp_path: Path
) -> None:
    path = tmp_path / "autocomplete.jsonl"
    records = written(state, "continue", path, with_text=with_text)
    program = ["node", "--input-type=module", "-e", (HERE / "continue.mjs").read_text(), level, path]
    assert json.loads(ran(*program, cwd=node())) == {"records": len(records), "issues": []}


def month_of() -> StateDir:
    """Four weeks in which there was something of everything."""
    log = EventLog()
    log.recorded = month(NOON)
    return state_of(log)


ASKED = {"since": "2026-10-05", "until": "2026-11-03"}


def test_promtool_finds_nothing_in_the_figures_and_the_rules(tmp_path: Path) -> None:
    exported(month_of(), "prometheus", tmp_path / "centaur.prom")
    promtool = debian("promtool", "prometheus")
    with (tmp_path / "centaur.prom").open() as figures:
        done = subprocess.run([promtool, "check", "metrics"], stdin=figures, capture_output=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, b"")
    assert "3 rules found" in ran(promtool, "check", "rules", SAMPLES / "alerts.yml")


def test_node_exporter_passes_the_figures_on(tmp_path: Path) -> None:
    exported(month_of(), "prometheus", tmp_path / "centaur.prom")
    program, at = debian("prometheus-node-exporter", "prometheus-node-exporter"), f"127.0.0.1:{free_port()}"
    told = ["--collector.disable-defaults", "--collector.textfile", f"--web.listen-address={at}"]
    told.append(f"--collector.textfile.directory={tmp_path}")
    with running([program, *told], {}, tmp_path, f"http://{at}/metrics"):
        passed = fetched(f"http://{at}/metrics").splitlines()
    assert "node_textfile_scrape_error 0" in passed
    figures = [line for line in (tmp_path / "centaur.prom").read_text().splitlines() if line[0] != "#"]
    assert {line.rpartition(" ")[0] for line in figures} <= {line.rpartition(" ")[0] for line in passed}


def test_prometheus_scrapes_answers_the_dashboard_and_keeps_the_rules(tmp_path: Path) -> None:
    at = f"127.0.0.1:{free_port()}"
    with serving(month_of()) as figures:
        (tmp_path / "prometheus.yml").write_text(
            json.dumps(
                {
                    "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
                    "rule_files": [str(SAMPLES / "alerts.yml")],
                    "scrape_configs": [{"job_name": "centaur", "static_configs": [{"targets": [figures]}]}],
                }
            )
        )
        program = [debian("prometheus", "prometheus"), f"--web.listen-address={at}"]
        program += ["--config.file=prometheus.yml", f"--storage.tsdb.path={tmp_path / 'data'}"]
        with running(program, {}, tmp_path, f"http://{at}/-/ready"):
            eventually(lambda: answered(at, "centaur_until_timestamp_seconds"))
            for expression in expressions():
                assert answered(at, expression), expression
            (group,) = json.loads(fetched(f"http://{at}/api/v1/rules"))["data"]["groups"]
    assert [rule["health"] for rule in group["rules"]] == ["ok"] * 3


@contextmanager
def serving(state: StateDir) -> Iterator[str]:
    server = metrics_server(state, "127.0.0.1:0", ASKED)
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield server.address.removeprefix("http://")
    finally:
        server.close()
        thread.join()


def expressions() -> list[str]:
    panels = json.loads((SAMPLES / "dashboard.json").read_text())["panels"]
    return [target["expr"].replace("$instance", ".*") for panel in panels for target in panel["targets"]]


def answered(at: str, expression: str) -> list[Any]:
    query = urlencode({"query": expression})
    found: list[Any] = json.loads(fetched(f"http://{at}/api/v1/query?{query}"))["data"]["result"]
    return found


def eventually(found: Any) -> None:
    until = time.monotonic() + 60
    while not found():
        assert time.monotonic() < until
        time.sleep(0.2)


def fetched(url: str) -> str:
    with urlopen(url) as answer:
        return str(answer.read().decode())


def test_grafanas_models_read_the_dashboard_and_lose_nothing_of_it(tmp_path: Path) -> None:
    dashboard = json.loads((SAMPLES / "dashboard.json").read_text())
    assert list(lost(dashboard, in_python("grafana", SAMPLES / "dashboard.json", tmp_path))) == []


def lost(value: Any, kept: Any, at: str = "") -> Iterator[str]:
    """Where something is missing or has changed; what is added are defaults."""
    if isinstance(value, dict) and isinstance(kept, dict):
        for name, inner in value.items():
            yield from lost(inner, kept.get(name), f"{at}.{name}")
    elif isinstance(value, list) and isinstance(kept, list) and len(value) == len(kept):
        for place, (inner, other) in enumerate(zip(value, kept, strict=True)):
            yield from lost(inner, other, f"{at}[{place}]")
    elif value != kept:
        yield at


def test_grafanas_types_take_the_dashboard() -> None:
    literal = (SAMPLES / "dashboard.json").read_text()
    typed = node() / "dashboard.ts"
    typed.write_text(
        f'import type {{ Dashboard }} from "@grafana/schema";\nexport const one: Dashboard = {literal};\n'
    )
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"]
    assert ran(node() / "node_modules" / ".bin" / "tsc", *options, typed, cwd=node()) == ""
