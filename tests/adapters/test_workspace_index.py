"""The workspace index: what is on disk is learned, what is open, excluded or gone is not."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from centaur.adapters.workspace_index import WorkspaceIndex


class Notebook:
    """A learner that keeps what it was told."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def learn(self, path: str, text: str) -> None:
        if text == "explode":
            raise RuntimeError
        self.known[Path(path).name] = text

    def forget(self, path: str) -> None:
        self.known.pop(Path(path).name, None)


@contextmanager
def index(
    folder: Path, excluded: Callable[[str | None], str] = lambda _path: ""
) -> Iterator[tuple[WorkspaceIndex, dict[str, str]]]:
    notebook = Notebook()
    reading = WorkspaceIndex([notebook], [folder], excluded)
    try:
        reading.wait(10)
        yield reading, notebook.known
    finally:
        reading.stop()


def test_the_files_of_the_folder_are_learned(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")

    with index(tmp_path) as (_, known):
        assert known == {"a.py": "a = 1"}


def test_a_change_on_disk_is_learned_and_a_file_that_is_gone_forgotten(tmp_path: Path) -> None:
    changed, gone = tmp_path / "a.py", tmp_path / "b.py"
    changed.write_text("a = 1")
    gone.write_text("b = 1")

    with index(tmp_path) as (reading, known):
        changed.write_text("a = 2")
        gone.unlink()
        reading.changed([str(changed), str(gone)])
        reading.wait(10)

        assert known == {"a.py": "a = 2"}


def test_what_an_editor_has_open_does_not_count_until_it_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("a = 1")

    with index(tmp_path) as (reading, known):
        reading.opened(str(file))
        reading.wait(10)
        assert known == {}

        reading.closed(str(file))
        reading.wait(10)
        assert known == {"a.py": "a = 1"}


def test_excluded_files_are_never_read_and_are_forgotten_when_they_become_so(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")
    excluded = set[str]()

    with index(tmp_path, lambda path: "excluded" if Path(path or "").name in excluded else "") as (
        reading,
        known,
    ):
        excluded.add("a.py")
        reading.refresh()
        reading.wait(10)

        assert known == {}


def test_who_comes_later_learns_from_all_there_is(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")
    late = Notebook()

    with index(tmp_path) as (reading, known):
        reading.teach([late])
        reading.wait(10)
        assert known == late.known == {"a.py": "a = 1"}

        (tmp_path / "a.py").unlink()
        reading.changed([str(tmp_path / "a.py")])
        reading.wait(10)
        assert late.known == {}


def test_a_reading_that_is_asked_for_again_ends_what_is_under_way(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("x = 1")
    read, changed = list[str](), threading.Event()

    class Slow(Notebook):
        def learn(self, path: str, text: str) -> None:
            read.append(Path(path).name)
            changed.wait(10)
            super().learn(path, text)

    slow = Slow()
    reading = WorkspaceIndex([slow], [tmp_path], lambda _path: "")
    try:
        reading.refresh()
        changed.set()
        reading.wait(10)
        assert read in (["a.py", "a.py", "b.py"], ["a.py", "b.py"])
        assert sorted(slow.known) == ["a.py", "b.py"]
    finally:
        reading.stop()


def test_a_file_outside_the_folders_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.py").write_text("a = 1")

    with index(tmp_path / "inside") as (reading, known):
        reading.changed([str(tmp_path / "outside.py")])
        reading.wait(10)

        assert known == {}


def test_a_changed_file_that_a_tool_made_is_not_read(tmp_path: Path) -> None:
    made = tmp_path / "node_modules" / "a.py"
    made.parent.mkdir()
    made.write_text("a = 1")

    with index(tmp_path) as (reading, known):
        reading.changed([str(made)])
        reading.wait(10)

        assert known == {}


def test_one_odd_file_does_not_end_the_learning(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text("explode")

    with index(tmp_path) as (reading, known):
        (tmp_path / "a.py").write_text("a = 1")
        reading.changed([str(tmp_path / "a.py")])
        reading.wait(10)

        assert known == {"a.py": "a = 1"}
