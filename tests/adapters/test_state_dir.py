"""The state folder: its owner's alone, or not used, with a sentence that says why."""

import os
import stat
from pathlib import Path

from centaur.adapters.state_dir import StateDir


def test_centaur_home_moves_everything_into_one_folder(centaur_home: Path) -> None:
    state = StateDir.locate()

    assert (state.state, state.config) == (centaur_home, centaur_home)
    assert {state.events.parent, state.cache.parent, state.log.parent, state.config_file.parent} == {
        centaur_home
    }


def test_the_folder_is_made_for_its_owner_alone(centaur_home: Path) -> None:
    centaur_home.mkdir(mode=0o755)

    assert StateDir.locate().prepare() == ""
    assert stat.S_IMODE(centaur_home.stat().st_mode) == 0o700


def test_a_link_is_not_used(centaur_home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    centaur_home.symlink_to(tmp_path / "elsewhere")

    assert "is a symbolic link" in StateDir.locate().prepare()


def test_a_folder_of_another_user_is_not_used(centaur_home: Path) -> None:
    centaur_home.mkdir()
    if os.getuid() == 0:
        os.chown(centaur_home, 12_345, -1)

    problem = StateDir.locate().prepare()

    assert ("belongs to another user" in problem) == (os.getuid() == 0)


def test_a_file_in_its_place_is_a_sentence(centaur_home: Path) -> None:
    centaur_home.write_text("")

    assert "cannot be used: a file is in its place" in StateDir.locate().prepare()


def test_the_salt_is_made_once_and_kept_private(centaur_home: Path) -> None:
    state = StateDir.locate()
    state.prepare()

    first, second = state.salt(), state.salt()

    assert first == second
    assert len(first) == 32
    assert stat.S_IMODE((centaur_home / "salt").stat().st_mode) == 0o600
