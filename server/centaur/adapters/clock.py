"""The real clock: monotonic for durations, UTC for dates, the event loop for timers."""

import asyncio
import time
from collections.abc import Callable


class SystemClock:
    """Implements `completion.ports.Clock` on the running event loop."""

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time()

    def call_later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        """Run `action` on the event loop after `seconds`; the result cancels it."""
        return asyncio.get_running_loop().call_later(max(0.0, seconds), action).cancel
