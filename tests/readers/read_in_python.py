"""What Python's libraries make of a file, as JSON: run by the Python of `installed.python`, not by ours."""

import json
import sys
from pathlib import Path
from typing import Any


def datasets(path: str) -> Any:
    """The rows that the file trains on, and their types."""
    from datasets import load_dataset  # type: ignore[import-not-found]  # noqa: PLC0415 - its own environment

    rows = load_dataset("json", data_files=path, split="train")
    return {"rows": list(rows), "types": {name: str(of) for name, of in rows.features.items()}}


def inspect(path: str) -> Any:
    """What became of an evaluation in which the answer to every question is its target."""
    from inspect_ai import Task, eval  # type: ignore[import-not-found]  # noqa: A004, PLC0415 - as above
    from inspect_ai.dataset import json_dataset  # type: ignore[import-not-found]  # noqa: PLC0415 - as above
    from inspect_ai.model import ModelOutput  # type: ignore[import-not-found]  # noqa: PLC0415 - as above
    from inspect_ai.scorer import includes  # type: ignore[import-not-found]  # noqa: PLC0415 - as above
    from inspect_ai.solver import solver  # type: ignore[import-not-found]  # noqa: PLC0415 - as above

    @solver  # type: ignore[untyped-decorator]  # as above
    def right() -> Any:
        async def solve(state: Any, _generate: Any) -> Any:
            state.output = ModelOutput.from_content("nobody", state.target.text)
            return state

        return solve

    cases = json_dataset(path)
    (log,) = eval(
        Task(dataset=cases, solver=right(), scorer=includes(ignore_case=False)),
        model="mockllm/model",
        display="none",
    )
    return {
        "status": log.status,
        "cases": [
            [case.id, [message.text for message in case.input], case.target, case.metadata] for case in cases
        ],
        "right": [sample.scores["includes"].value for sample in log.samples],
    }


def grafana(path: str) -> Any:
    """The dashboard as Grafana's own models write what they read."""
    from grafana_foundation_sdk.cog.encoder import JSONEncoder  # type: ignore[import-not-found]  # noqa: PLC0415 - as above
    from grafana_foundation_sdk.cog.plugins import register_default_plugins  # type: ignore[import-not-found]  # noqa: PLC0415 - as above
    from grafana_foundation_sdk.models.dashboard import Dashboard  # type: ignore[import-not-found]  # noqa: PLC0415 - as above

    register_default_plugins()
    return json.loads(JSONEncoder().encode(Dashboard.from_json(json.loads(Path(path).read_text()))))


if __name__ == "__main__":
    json.dump(
        {"datasets": datasets, "inspect": inspect, "grafana": grafana}[sys.argv[1]](sys.argv[2]), sys.stdout
    )
