"""The log: one ASCII line a record, whatever is in it, for its owner's eyes alone."""

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from centaur.adapters import log


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log.to_file(tmp_path / "centaur.log")
    yield tmp_path / "centaur.log"
    for handler in root.handlers:
        handler.close()
    root.handlers[:], root.level = handlers, level


def test_a_message_cannot_begin_a_second_line_or_colour_a_terminal(file: Path) -> None:
    logging.getLogger("test").warning("opened %s", "file:///a\n\x1b[31m\u202e\u2028b")

    [line] = file.read_bytes().splitlines()

    assert line.isascii()
    assert b"\x1b" not in line
    assert json.loads(line)["message"] == "opened file:///a\n\x1b[31m\u202e\u2028b"


def test_a_huge_value_is_cut(file: Path) -> None:
    logging.getLogger("test").warning("%s", "x" * 1_000_000)

    assert len(file.read_bytes()) < 2_200


def test_what_is_below_info_is_not_written(file: Path) -> None:
    logging.getLogger("test").debug("a prompt")

    assert file.read_bytes() == b""


def test_of_an_error_it_says_where_and_which_and_not_its_words(file: Path) -> None:
    try:
        int("password = hunter2")
    except ValueError:
        logging.getLogger("test").exception("it failed")

    row = json.loads(file.read_bytes())
    assert row["message"] == "it failed"
    assert row["error"].startswith(__file__)
    assert row["error"].endswith(" > ValueError")
    assert "hunter2" not in row["error"]


def test_only_its_owner_can_read_it(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_opened_is_none(tmp_path: Path) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log.to_file(tmp_path / "nowhere" / "centaur.log")

    assert [type(handler) for handler in root.handlers] == [logging.NullHandler]
    root.handlers[:], root.level = handlers, level
