"""Which files of a folder are read."""

from pathlib import Path

import pytest

from centaur.adapters import workspace_files
from centaur.adapters.workspace_files import read_source, source_files


def check(folder: Path, *expected: str) -> None:
    found = [str(Path(path).relative_to(folder)) for path, _ in source_files(folder, lambda _: True)]
    assert found == list(expected)


def write(folder: Path, *names: str, text: str = "x = 1\n") -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_source_is_found_with_its_text_the_top_folder_first(tmp_path: Path) -> None:
    write(tmp_path, "a/b/deep.py", "a/mid.go", "top.ts")

    check(tmp_path, "top.ts", "a/mid.go", "a/b/deep.py")
    assert next(source_files(tmp_path, lambda _: True)) == (str(tmp_path / "top.ts"), "x = 1\n")


def test_what_tools_made_is_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        ".git/a.py",
        ".venv/a.py",
        "node_modules/a/b.js",
        "dist/a.js",
        "__pycache__/a.py",
        "src/a.py",
    )

    check(tmp_path, "src/a.py")


def test_what_is_no_code_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "data.json", "notes.txt", "picture.svg", "a.py")

    check(tmp_path, "a.py")


def test_gitignore_is_honoured_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path, "made.py", "kept.py", "sub/made.py", "sub/local.py", "generated/a.py", "local.py")
    write(tmp_path, ".gitignore", text="made.py\n/generated/\n")
    write(tmp_path, "sub/.gitignore", text="local.py\n")

    check(tmp_path, "kept.py", "local.py")


def test_what_is_not_allowed_is_neither_read_nor_entered(tmp_path: Path) -> None:
    write(tmp_path, "open.py", "secret/a.py")
    asked = []

    def allowed(path: str) -> bool:
        asked.append(path)
        return "secret" not in path

    assert [path for path, _ in source_files(tmp_path, allowed)] == [str(tmp_path / "open.py")]
    assert str(tmp_path / "secret/a.py") not in asked


def test_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "outside/a.py", "inside/b.py")
    (tmp_path / "inside/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "inside/file.py").symlink_to(tmp_path / "outside/a.py")
    (tmp_path / "inside/loop").symlink_to(tmp_path / "inside")

    check(tmp_path / "inside", "b.py")


def test_a_file_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.py")
    (tmp_path / "binary.py").write_bytes(b"\0\1\2")
    (tmp_path / "latin.py").write_bytes(b"# caf\xe9")
    (tmp_path / "large.py").write_text("x" * (workspace_files.MAX_FILE_BYTES + 1))
    (tmp_path / "folder.py").mkdir()

    check(tmp_path, "a.py")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfx = 1")

    assert read_source(tmp_path / "a.py") == "x = 1"


def test_a_folder_that_is_gone_is_empty(tmp_path: Path) -> None:
    check(tmp_path / "nowhere")
    assert read_source(tmp_path / "nowhere.py") is None


@pytest.mark.parametrize("text", ["*.py", "\0", "[", "!"])
def test_an_odd_gitignore_ends_nothing(tmp_path: Path, text: str) -> None:
    write(tmp_path, "a.go")
    write(tmp_path, ".gitignore", text=text)

    check(tmp_path, "a.go")


def test_a_gitignore_that_is_no_text_is_as_none(tmp_path: Path) -> None:
    write(tmp_path, "a.go")
    (tmp_path / ".gitignore").write_bytes(b"\xff\xfe")

    check(tmp_path, "a.go")


def test_reading_ends_at_the_limits(tmp_path: Path) -> None:
    write(tmp_path, *(f"{number}.py" for number in range(10)))

    few = list(source_files(tmp_path, lambda _: True, workspace_files.Limits(files=3)))
    small = list(source_files(tmp_path, lambda _: True, workspace_files.Limits(bytes=13)))
    shallow = list(source_files(tmp_path, lambda _: True, workspace_files.Limits(folders=0)))

    assert (len(few), len(small), len(shallow)) == (3, 2, 0)
