"""Exclusions on disk: the ignore file of every folder above a file counts, and only adds."""

from pathlib import Path

from centaur.adapters.ignore_files import IgnoreFiles


def test_an_ignore_file_excludes_below_its_folder(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / ".centaurignore").write_text("private/\n*.sql\n")
    ignored = IgnoreFiles()

    assert "private/" in ignored.reason(str(tmp_path / "private" / "plan.py"))
    assert "*.sql" in ignored.reason(str(tmp_path / "deep" / "er" / "dump.sql"))
    assert ignored.reason(str(tmp_path / "main.py")) == ""


def test_an_inner_ignore_file_adds_to_the_outer_one(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / ".centaurignore").write_text("*.sql\n")
    (tmp_path / "inner" / ".centaurignore").write_text("!*.sql\n*.txt\n")
    ignored = IgnoreFiles()

    assert ignored.reason(str(tmp_path / "inner" / "dump.sql"))
    assert ignored.reason(str(tmp_path / "inner" / "notes.txt"))
    assert ignored.reason(str(tmp_path / "notes.txt")) == ""


def test_the_users_own_patterns_count_everywhere() -> None:
    ignored = IgnoreFiles()
    ignored.use(("**/.env*",))

    assert "privacy.exclude" in ignored.reason("/anywhere/.env.local")


def test_a_text_that_is_no_file_is_not_excluded() -> None:
    assert IgnoreFiles().reason(None) == ""


def test_an_ignore_file_that_cannot_be_read_excludes_its_whole_folder(tmp_path: Path) -> None:
    (tmp_path / ".centaurignore").write_bytes(b"\xff\xfe\x00")

    assert IgnoreFiles().reason(str(tmp_path / "main.py"))


def test_a_changed_ignore_file_counts_once_it_is_forgotten(tmp_path: Path) -> None:
    ignored = IgnoreFiles()
    assert ignored.reason(str(tmp_path / "main.py")) == ""
    (tmp_path / ".centaurignore").write_text("main.py\n")

    ignored.forget()

    assert ignored.reason(str(tmp_path / "main.py"))
