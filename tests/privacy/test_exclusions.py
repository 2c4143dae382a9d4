"""Files that a user or a workspace names are left alone, whatever the system calls them."""

import pytest

from centaur.privacy.exclusions import KEY_FILES, Exclusions
from centaur.settings import Settings


def check(patterns: list[str], excluded: list[str], allowed: list[str]) -> None:
    exclusions = Exclusions(patterns)

    assert [path for path in excluded if not exclusions.reason(path)] == []
    assert [path for path in allowed if exclusions.reason(path)] == []


def test_by_default_keys_and_environments_are_excluded() -> None:
    check(
        list(Settings().exclude),
        [
            "/p/.env",
            "/p/a/.env.local",
            "/p/x.pem",
            "/home/me/.ssh/id_rsa",
            "/home/me/.ssh/config",
            "/p/.npmrc",
        ],
        ["/p/env.py", "/p/main.py", "/p/pem.py", "/p/monkey.py"],
    )


def test_every_file_of_keys_is_excluded_without_being_asked_for() -> None:
    files = [pattern.replace("*", "x") for pattern in KEY_FILES]

    check([], [f"/p/{file}x" if file.endswith("/") else f"/p/{file}" for file in files], ["/p/x.py"])


def test_a_pattern_holds_in_every_folder() -> None:
    check(
        ["secret/", "src/private/**", "*.sql"],
        ["/secret/a", "/p/secret/b/c.py", "/p/src/private/x.py", "/q/p/src/private/y/z.py", "/p/a.sql"],
        ["/p/secrets/a", "/p/private/x.py", "/p/sql", "/p/secret"],
    )


def test_a_pattern_that_begins_with_a_slash_is_a_path() -> None:
    check(
        ["/home/me/project/"],
        ["/home/me/project/a.py"],
        ["/other/home/me/project/a.py", "/home/me/projects/a.py"],
    )


def test_case_does_not_matter() -> None:
    check(["*.PEM", "Secret/"], ["/p/key.pem", "/p/KEY.Pem", "/p/SECRET/a"], [])


def test_windows_paths_are_paths() -> None:
    check(["C:/Work/Secret/**", "*.sql"], [r"c:\work\secret\a.py", r"D:\x\a.sql"], [r"C:\work\a.py"])


def test_detours_lead_nowhere() -> None:
    exclusions = Exclusions([], [("/ws", ["/private/"])])

    assert exclusions.reason("/ws/src/../private/a.py")
    assert exclusions.reason("/ws//private/./a.py")
    assert not exclusions.reason("/ws/private/../a.py")


def test_the_user_may_allow_again_what_was_excluded_before() -> None:
    check(["*.sql", "!schema.sql"], ["/p/data.sql"], ["/p/schema.sql"])


def test_a_file_of_the_workspace_holds_below_its_own_folder() -> None:
    exclusions = Exclusions([], [("/ws", ["*.sql", "/build"]), ("/ws/sub", ["*.txt"]), (r"C:\ws", ["a/b"])])

    assert exclusions.reason("/ws/x/a.sql")
    assert exclusions.reason("/ws/build/x.py")
    assert exclusions.reason("/ws/sub/a.txt")
    assert exclusions.reason(r"c:\WS\a\b")
    assert not exclusions.reason("/ws/sub/build/x.py")
    assert not exclusions.reason("/ws/a.txt")
    assert not exclusions.reason("/elsewhere/a.sql")
    assert not exclusions.reason("/ws2/a.sql")


def test_a_workspace_only_adds() -> None:
    exclusions = Exclusions(["*.sql"], [("/ws", ["!*.sql", "!.env", "*.txt"]), ("/ws/sub", ["!*.txt"])])

    assert exclusions.reason("/ws/a.sql")
    assert exclusions.reason("/ws/sub/a.txt")


def test_the_reason_names_the_pattern_and_where_it_stands() -> None:
    exclusions = Exclusions(["*.sql"], [("/ws", ["# ours", "", "drafts/"])])

    assert exclusions.reason("/ws/a.sql") == "this file is excluded by '*.sql' (privacy.exclude)"
    assert exclusions.reason("/ws/drafts/a.py") == "this file is excluded by 'drafts/' (/ws/.centaurignore)"


def test_a_text_that_is_no_file_is_not_excluded() -> None:
    assert Exclusions(["*"]).reason(None) == ""


@pytest.mark.parametrize("line", ["!", "*a*a*a*a*a*a*a*a*b"])
def test_a_line_that_is_no_pattern_is_reported_and_the_others_hold(line: str) -> None:
    exclusions = Exclusions(["*.sql"], [("/ws", [line, "*.txt"])])

    assert exclusions.unreadable == (f"/ws/.centaurignore: {line!r} is no pattern",)
    assert exclusions.reason("/ws/a.txt")
    assert not exclusions.reason("/ws/" + "a" * 200)
