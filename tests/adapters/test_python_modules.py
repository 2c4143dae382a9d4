"""What Python can import in a workspace, by names alone."""

from pathlib import Path

from centaur.adapters.python_modules import PythonModules


def test_what_the_environment_and_the_workspace_hold_is_known(tmp_path: Path) -> None:
    site = tmp_path / ".venv/lib/python3.12/site-packages"
    for name in (
        site / "requests",
        site / "requests-2.32.dist-info",
        tmp_path / "src/own",
        tmp_path / ".git",
    ):
        name.mkdir(parents=True)
    (site / "six.py").touch()
    (site / "_cffi.cpython-312-x86_64-linux-gnu.so").touch()
    (tmp_path / "main.py").touch()

    names = PythonModules([tmp_path]).names()

    assert names == frozenset({"requests", "six", "_cffi", "own", "main", "src"})


def test_without_an_environment_nobody_knows(tmp_path: Path) -> None:
    (tmp_path / "main.py").touch()

    assert PythonModules([tmp_path, tmp_path / "missing"]).names() is None
