"""The command line in this process, as a person or a script runs it."""

import json
from typing import Any

from typer.testing import CliRunner, Result

from centaur.cli import app


def centaur(*arguments: str, typed: str = "") -> Result:
    """Run a command; it may end as it likes, but never by an exception."""
    # A table is as wide as this, and not as the terminal that the tests run in.
    result = CliRunner(env={"COLUMNS": "100"}).invoke(app, arguments, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def printed(*arguments: str) -> Any:
    """What a command prints as JSON."""
    result = centaur(*arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)
