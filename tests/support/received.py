"""A request as it came over the wire to one of the test servers."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    """One request; `at` is when it was there, on the clock of `time.perf_counter`."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float = field(default_factory=time.perf_counter)

    @property
    def json(self) -> Any:
        """The body's data."""
        return json.loads(self.body)
