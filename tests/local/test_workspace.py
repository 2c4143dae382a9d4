"""The workspace's files in one index."""

from centaur.local.index import Index
from centaur.local.workspace import Workspace


def test_a_file_is_stored_once_however_often_it_is_saved() -> None:
    workspace = Workspace()
    for turn in range(100):
        workspace.learn("/a.py", f"value = {turn}\n" * 200)

    assert workspace.files == 1
    assert workspace.tokens == 200 * 4
    assert len(index_of(workspace).tokens) < 60_000


def test_what_remains_is_found_where_it_is_said_to_be_after_others_went() -> None:
    workspace = Workspace()
    for turn in range(150):
        workspace.learn(f"/{turn}.py", f"value = {turn}\n" * 100)
    for turn in range(149):
        workspace.forget(f"/{turn}.py")

    index, (run,) = workspace.evidence(["/149.py"])
    assert index.tokens[run.start : run.stop] == ["\n=", "value", "=", "149"] * 100
    assert workspace.tokens == 400
    assert len(index_of(workspace).tokens) < 35_000


def test_many_files_are_stored_in_an_index_of_their_size() -> None:
    workspace = Workspace()
    for turn in range(20):
        workspace.learn(f"/{turn}.py", "a = 1\n" * 100)

    assert workspace.tokens == 8000
    assert not index_of(workspace).crowded


def test_an_unknown_file_lies_nowhere_and_is_forgotten_in_peace() -> None:
    workspace = Workspace()
    workspace.forget("/a.py")

    assert workspace.evidence(["/a.py", None])[1] == []


def test_beyond_its_limit_it_learns_nothing_new() -> None:
    workspace = Workspace(limit=800)
    for turn in range(4):
        workspace.learn(f"/{turn}.py", "a = b\n" * 100)

    assert workspace.files == 2
    assert workspace.tokens == 800


def test_every_kind_of_line_ending_ends_a_line() -> None:
    workspace = Workspace()
    workspace.learn("/a.py", "a\r\nb\rc\nd")

    assert [token for token in index_of(workspace).tokens if token.isalpha()] == ["a", "b", "c", "d"]
    assert workspace.tokens == 8


def index_of(workspace: Workspace) -> Index:
    return workspace.evidence([])[0]
