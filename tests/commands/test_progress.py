"""What whoever waits for a long command sees of it, and what is left when they wait no longer."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO
from itertools import count, groupby
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from centaur.adapters.fact_store import FactStore
from centaur.adapters.state_dir import StateDir
from centaur.cli.output import interruptible
from centaur.commands.export import export
from centaur.commands.import_facts import import_facts
from centaur.commands.metrics import metrics
from centaur.commands.progress import shown
from centaur.commands.report import report
from centaur.exchange.spans import span_id
from centaur.progress import Progress, Stages
from tests.support.event_tables import ACCEPTED, ESCAPED, EventLog
from tests.support.exports import FIM, state_of
from tests.support.fakes import FakeClock
from tests.support.receiver_server import ReceiverServer
from tests.support.study import row, study

ERASE_LINE = "\x1b[2K"
DAYS = {"since": "2026-11-01", "until": "2026-11-09"}


class Terminal:
    """A terminal 80 columns wide on which a work shows how far it has come, and a clock beside it."""

    def __init__(self, *, is_one: bool = True) -> None:
        self.clock = FakeClock(0.0)
        self._written = StringIO()
        self._console = Console(file=self._written, force_terminal=is_one, width=80, color_system=None)

    def shown(self, to: str = "") -> Any:
        return shown(to, console=self._console, clock=self.clock.monotonic)

    @property
    def lines(self) -> list[str]:
        """The line as it was each time that it was written anew."""
        frames = re.split("[\r\n]", re.sub(r"\x1b\[[?\d]*\w", "", self._written.getvalue()))
        return [line for line, _ in groupby(" ".join(frame.split()) for frame in frames if "━" in frame)]

    @property
    def ends_empty(self) -> bool:
        return self._written.getvalue().endswith(ERASE_LINE)


def test_a_short_work_shows_nothing() -> None:
    terminal = Terminal()
    with terminal.shown() as stages:
        tell = stages("reading")
        terminal.clock.advance(0.9)
        tell(5, 10)
    assert terminal.lines == []


def test_a_long_work_is_one_line_that_says_what_and_how_much_and_is_gone_at_the_end() -> None:
    terminal = Terminal()
    with terminal.shown() as stages:
        tell = stages("reading")
        terminal.clock.advance(2)
        tell(5, 10)
        (line,) = terminal.lines
        assert line.startswith("reading ━")
        assert "50%" in line
    assert terminal.ends_empty


def test_the_next_stage_takes_the_place_of_the_one_before() -> None:
    terminal = Terminal()
    with terminal.shown() as stages:
        for what in ("reading", "importing"):
            tell = stages(what)
            terminal.clock.advance(2)
            tell(9, 10)
    assert [line.split()[0] for line in terminal.lines] == ["reading", "importing", "importing"]
    assert ["90%" in line for line in terminal.lines] == [True, False, True]


def test_however_often_it_is_told_it_is_written_ten_times_a_second_at_most() -> None:
    terminal = Terminal()
    with terminal.shown() as stages:
        tell = stages("reading")
        terminal.clock.advance(1)
        for done in range(1000):
            terminal.clock.advance(0.001)
            tell(done, 1000)
    assert 1 <= len(terminal.lines) <= 11


def test_where_there_is_no_terminal_nothing_is_shown() -> None:
    terminal = Terminal(is_one=False)
    with terminal.shown() as stages:
        tell = stages("reading")
        terminal.clock.advance(60)
        tell(5, 10)
    assert terminal.lines == []


class Screen(StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("output", "lines"), [(Screen(), 0), (StringIO(), 1)])
def test_a_result_that_goes_to_the_terminal_has_it_to_itself_and_one_that_goes_on_stays_as_it_is(
    output: StringIO, lines: int
) -> None:
    terminal = Terminal()
    with redirect_stdout(output), terminal.shown("-") as stages:
        tell = stages("reading")
        terminal.clock.advance(2)
        tell(5, 10)
        sys.stdout.write("a record\n")
    assert len(terminal.lines) == lines
    assert output.getvalue() == "a record\n"


class Heard:
    """Whoever waits, without a terminal; `patience` is how often they are told before they interrupt."""

    def __init__(self, patience: float = float("inf")) -> None:
        self.stages: dict[str, list[tuple[int, int]]] = {}
        self._patience = patience

    def __call__(self, what: str) -> Progress:
        told = self.stages.setdefault(what, [])

        def tell(done: int, of: int) -> None:
            told.append((done, of))
            self._patience -= 1
            if self._patience < 0:
                raise KeyboardInterrupt

        return tell


Work = Callable[[StateDir, Path, Stages], object]


def importing(form: str, make: Callable[[Path], Path]) -> Work:
    return lambda state, folder, stages: import_facts(state, form, str(make(folder)), stages=stages)


def exporting(form: str, **more: Any) -> Work:
    return lambda state, folder, stages: export(state, form, str(folder / "out"), stages=stages, **more)


def continued(folder: Path) -> Path:
    export(StateDir.locate(), "continue", str(folder / "autocomplete.jsonl"))
    return folder


def exported(form: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        export(StateDir.locate(), form, str(folder / "exported"))
        return folder / "exported"

    return make


def counting(state: StateDir, folder: Path, stages: Stages) -> object:
    return metrics(state, DAYS, files=str(exported("parquet")(folder)), stages=stages)


def drawing(state: StateDir, folder: Path, stages: Stages) -> object:
    return report(state, str(folder / "out.html"), DAYS, stages=stages)


def studied(folder: Path) -> Path:
    return study(folder / "study.gz", [row("Shown"), row("Accepted")] * 600)


WORKS = {
    "import copilot-study": (importing("copilot-study", studied), {"reading"}),
    "import continue": (importing("continue", continued), {"reading", "importing"}),
    "import events of JSON": (importing("events", exported("json")), {"reading"}),
    "import events of Parquet": (importing("events", exported("parquet")), {"reading"}),
    "export parquet": (exporting("parquet"), {"folding the log", "exporting episodes", "exporting outcome"}),
    "export csv": (exporting("csv"), {"folding the log", "exporting minutes", "exporting typed instead"}),
    "export copilot-usage": (exporting("copilot-usage"), {"folding the log", "exporting episodes"}),
    "export prometheus": (exporting("prometheus"), {"folding the log", "counting"}),
    "export kto": (exporting("kto", with_text=True), {"folding the log", "exporting episodes"}),
    "export continue": (exporting("continue"), {"folding the log", "exporting episodes"}),
    "metrics --input": (counting, {"counting"}),
    "report": (drawing, {"folding the log", "counting", "comparing"}),
}


@pytest.fixture
def state() -> StateDir:
    return state_of(
        EventLog().session("a", ACCEPTED, ESCAPED), {("prompt", "g1"): FIM, ("suggestion", "s1"): "1"}
    )


@pytest.mark.parametrize("name", WORKS)
def test_every_long_work_tells_each_of_its_stages_to_the_end(
    name: str, state: StateDir, tmp_path: Path
) -> None:
    heard, (run, stages) = Heard(), WORKS[name]
    run(state, tmp_path, heard)

    assert stages <= set(heard.stages)
    for told in filter(None, heard.stages.values()):
        assert all(0 <= done <= of for done, of in told)
        assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize("part", [0, 0.5, 1])
@pytest.mark.parametrize("name", sorted(WORKS.keys() - {"report"}))  # drawing three pages takes seconds
def test_interrupted_it_leaves_nothing_half_done_and_done_again_it_is_whole(
    part: float, name: str, state: StateDir, tmp_path: Path
) -> None:
    heard, (run, _) = Heard(), WORKS[name]
    whole = tmp_path / "whole"
    whole.mkdir()
    run(state, whole, heard)
    told = sum(map(len, heard.stages.values()))
    expected = written(whole), sizes(state)
    for database in (state.imported, state.facts):
        database.unlink(missing_ok=True)

    again = tmp_path / "again"
    again.mkdir()
    with pytest.raises(KeyboardInterrupt):
        run(state, again, Heard(int(part * (told - 1))))
    assert written(again).items() <= expected[0].items()
    assert FactStore(state).origins() == ["own"]
    run(state, again, Heard())
    assert (written(again), sizes(state)) == expected


def test_interrupted_wherever_it_may_be_an_export_to_a_receiver_sends_everything_once(
    state: StateDir,
) -> None:
    with ReceiverServer() as server:
        for patience in count():
            with suppress(KeyboardInterrupt):
                export(state, "otlp", "otlp", endpoint=server.url, stages=Heard(patience))
                break
        sent = [one.span.span_id for one in server.to("/v1/traces")]
    assert patience > 4
    assert sorted(sent) == sorted({span_id("s1"), span_id("s2")})


def written(folder: Path) -> dict[str, bytes]:
    """Every file in it, a hidden one too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sizes(state: StateDir) -> dict[str, int]:
    with FactStore(state).connection("all") as facts:
        return {
            table: facts.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("episodes", "opportunities", "minutes")
        }


def test_an_interrupted_command_ends_with_130_and_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, interruptible("nothing was imported"):
        raise KeyboardInterrupt
    assert ended.value.code == 130
    assert capsys.readouterr() == ("", "centaur: interrupted: nothing was imported\n")


def test_ctrl_c_ends_the_command_itself_so(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "study")
    command = [sys.executable, "-m", "centaur", "import", "copilot-study", str(pipe), "--json"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running,
        pipe.open("w"),  # it is open as soon as the command reads from it
    ):
        running.send_signal(signal.SIGINT)
        stdout, stderr = running.communicate()
    assert (running.returncode, stdout) == (130, "")
    assert stderr == "centaur: interrupted: nothing was imported\n"
