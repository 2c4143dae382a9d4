import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from centaur.exchange.source import AskedError, ExchangeError
from centaur.exchange.whole_file import as_line, write_lines


def broken() -> Iterator[str]:
    yield "half"
    raise RuntimeError("the log went away")


def test_a_file_that_was_broken_off_is_absent_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        write_lines(tmp_path / "out.jsonl", broken())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_stays_whole_until_the_new_one_is(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old\n")
    with pytest.raises(RuntimeError):
        write_lines(path, broken())
    assert path.read_text() == "old\n"
    assert write_lines(path, ["new", "é"]) == 2
    assert path.read_text(encoding="utf-8") == "new\né\n"


def test_a_record_is_one_line_to_whatever_reads_lines() -> None:
    record = {"code": "a\n\r\x0b\x1c\x85\u2028\u2029é"}
    assert as_line(record).splitlines() == [as_line(record)]
    assert json.loads(as_line(record)) == record


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExchangeError, match=r"out cannot be written: .*file is no folder"):
        write_lines(tmp_path / "file" / "out", ["x"])
    with pytest.raises(AskedError, match="is a folder: name the file in it"):
        write_lines(tmp_path, ["x"])


def test_others_may_read_what_the_owner_lets_them_and_never_what_is_private(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_lines(tmp_path / "numbers", ["1"])
        write_lines(tmp_path / "texts", ["code"], private=True)
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("numbers", "texts")] == [0o644, 0o600]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "out")
    write_lines(tmp_path / "link", ["x"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "out").read_text() == "x\n"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text)
        assert write_lines(pipe, ["one", "two"]) == 2
        assert read.result() == "one\ntwo\n"
    assert pipe.is_fifo()


def test_a_url_is_no_file_and_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(AskedError, match="s3://bucket/x is a URL"):
        write_lines("s3://bucket/x", ["x"])
    assert list(tmp_path.iterdir()) == []


def test_a_dash_is_the_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert write_lines("-", ["one", "two"]) == 2
    assert capsys.readouterr().out == "one\ntwo\n"
