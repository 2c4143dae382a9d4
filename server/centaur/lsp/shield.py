"""The outermost guard: whatever a handler raises, the client gets an answer and the log one line."""

import logging
import traceback
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from pygls.exceptions import JsonRpcInternalError, JsonRpcInvalidParams

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


def shielded(
    handler: Callable[P, Coroutine[Any, Any, T]], otherwise: Callable[[], T]
) -> Callable[P, Coroutine[Any, Any, T]]:
    """The handler with failures turned into an answer. Cancellation, interruption and bad params pass."""

    @wraps(handler)
    async def guarded(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return await handler(*arguments, **named)
        except JsonRpcInvalidParams:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - this is the one place that catches all
            log_failure(handler.__name__, error)
            return otherwise()

    return guarded


def nothing() -> None:
    """The empty answer."""


def failure() -> None:
    """The answer where silence would be read as success."""
    raise JsonRpcInternalError


def log_failure(what: str, error: BaseException) -> None:
    """One line: what failed and where. The error's words may quote code, so only its type is told."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "nowhere"
    log.error("%s failed: %s at %s", what, type(error).__name__, where)
    log.debug("%s failed", what, exc_info=error)
