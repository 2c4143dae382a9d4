"""For every test: state in a temporary folder, loopback only, nothing skipped in silence."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def not_checked(reason: str) -> NoReturn:
    """End the test as not checked: named at the end, and a failure where CENTAUR_NO_SKIP is set."""
    if os.environ.get("CENTAUR_NO_SKIP"):
        pytest.fail(f"not checked: {reason}", pytrace=False)
    pytest.skip(f"not checked: {reason}")


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and address[0] not in _LOOPBACK:
        raise PermissionError(f"a test tried to reach {address[0]}")


def pytest_configure() -> None:
    sys.addaudithook(_refuse_the_network)
    # A busy machine is no failure: what may not take long is measured in benchmarks/.
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")


@pytest.fixture(autouse=True)
def centaur_home(tmp_path: Path) -> Iterator[Path]:
    """The state folder of this test, and of every process it starts."""
    before = os.environ.get("CENTAUR_HOME")
    home = tmp_path / "centaur-home"
    os.environ["CENTAUR_HOME"] = str(home)
    yield home
    if before is None:
        del os.environ["CENTAUR_HOME"]
    else:
        os.environ["CENTAUR_HOME"] = before


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first: what needs a browser comes last."""
    items.sort(key=lambda item: item.get_closest_marker("vscode") is not None)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("NOT CHECKED on this machine", red=True)
        for reason in sorted({str(report.longrepr[2]) for report in skipped}):
            terminalreporter.line(reason)
