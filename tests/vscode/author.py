"""A model that knows the lines a person is about to write, as an HTTP server."""

import asyncio
import contextlib
from dataclasses import dataclass, field

from tests.support.model_server import ModelServer, Received, Script

MIN_CHARS = 4


@dataclass
class Author(ModelServer):
    """Answers a prompt that ends with the beginning of one of its lines with the rest of that line."""

    lines: list[str] = field(default_factory=list)
    latency_ms: float = 60

    async def _answer(
        self, received: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        self.script = Script(self._rest(received), first_delay_ms=self.latency_ms)
        return await super()._answer(received, reader, writer)

    def _rest(self, received: Received) -> str:
        begun = ""
        with contextlib.suppress(ValueError):
            begun = str(received.json.get("prompt", "")).rpartition("\n")[2].lstrip()
        if len(begun) < MIN_CHARS:
            return ""
        return next((line[len(begun) :] for line in self.lines if line.startswith(begun)), "")
