"""What MLflow and Phoenix themselves say they hold after an export. Run by `make test-receivers` alone."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from centaur.exchange.spans import span_id, trace_id
from tests.receivers.installed import environment, free_port, running
from tests.support.event_tables import ACCEPTED, ESCAPED, LEFT, OPEN, EventLog
from tests.support.exports import FIM, exported, state_of

pytestmark = pytest.mark.timeout(600)

DECIDED = {"s1": "accepted", "s2": "rejected_explicit", "s3": "ignored", "s4": None}
TEXTS = {("prompt", "g1"): FIM, ("suggestion", "s1"): "what was suggested"}


@pytest.fixture(scope="module")
def mlflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    programs, folder = environment("mlflow", "mlflow>=3.5"), tmp_path_factory.mktemp("mlflow")
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [programs / "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    variables = {"MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    command += ["--backend-store-uri", "sqlite:///mlflow.db"]
    with running(command, variables, folder, f"{url}/health"):
        yield url


@pytest.fixture(scope="module")
def phoenix(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    programs, folder = environment("phoenix", "arize-phoenix>=12"), tmp_path_factory.mktemp("phoenix")
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [programs / "python", Path(__file__).with_name("phoenix_on_loopback.py"), "serve"]
    variables = {
        "PHOENIX_WORKING_DIR": str(folder),
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(port),
        "PHOENIX_GRPC_PORT": str(free_port()),
        "PHOENIX_TELEMETRY_ENABLED": "false",
    }
    with running(command, variables, folder, f"{url}/healthz"):
        yield url


def held(url: str) -> Any:
    with urlopen(url) as answer:
        return json.loads(answer.read())


def in_mlflow(url: str) -> dict[str, list[str]]:
    """The decisions that each trace carries."""
    found = {}
    for suggestion in DECIDED:
        path = f"/api/3.0/mlflow/traces/tr-{trace_id(suggestion).hex()}"
        info = held(url + path)["trace"]["trace_info"]
        found[suggestion] = [one["feedback"]["value"] for one in info.get("assessments", [])]
    return found


def in_phoenix(url: str) -> dict[str, list[str]]:
    """The same of each span."""
    spans = {one["context"]["span_id"] for one in held(f"{url}/v1/projects/centaur/spans")["data"]}
    ids = {suggestion: span_id(suggestion).hex() for suggestion in DECIDED}
    assert spans == set(ids.values())
    asked = urlencode([("span_ids", one) for one in spans])
    notes = held(f"{url}/v1/projects/centaur/span_annotations?{asked}")["data"]
    return {
        suggestion: [one["result"]["label"] for one in notes if one["span_id"] == of]
        for suggestion, of in ids.items()
    }


def eventually(read: Callable[[], dict[str, list[str]]], expected: dict[str, list[str]]) -> None:
    """A receiver may take what it was sent into its tables a little later."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if read() == expected:
                return
        except (OSError, AssertionError, KeyError):
            pass
        time.sleep(0.5)
    assert read() == expected


@pytest.mark.parametrize(("name", "read"), [("mlflow", in_mlflow), ("phoenix", in_phoenix)])
def test_it_holds_one_trace_a_suggestion_and_one_decision_each_also_when_all_is_sent_again(
    name: str, read: Callable[[str], dict[str, list[str]]], request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(name)
    state = state_of(EventLog().session("a", ACCEPTED, ESCAPED, LEFT, OPEN), TEXTS)
    expected = {suggestion: [became] if became else [] for suggestion, became in DECIDED.items()}
    summary = exported(state, "otlp", name, endpoint=url, with_text=True)
    assert (summary["traces"]["sent"], summary["decisions"]["sent"]) == (4, 3)
    eventually(lambda: read(url), expected)
    # The worst case: the ledger is lost, and everything goes out a second time.
    (state.state / "sent.db").unlink()
    exported(state, "otlp", name, endpoint=url, with_text=True)
    time.sleep(3)
    assert read(url) == expected
