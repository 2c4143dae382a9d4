"""S9: modules that a model makes up are noted, those that are there never are."""

import tomllib
from pathlib import Path

import pytest

from centaur.adapters.python_modules import PythonModules
from centaur.completion.guards import notes
from centaur.completion.types import Near

NAMES = tomllib.loads((Path(__file__).parents[1] / "golden/modules.toml").read_text())
INVENTED, REAL = NAMES["invented"], (*NAMES["standard"], *NAMES["installed"], *NAMES["own"])
RELATIVE = (
    "from . import x",
    "from .. import y",
    "from .settings import x",
    "from ..nowhere.at.all import x",
)
FORMS = ("import {0}", "from {0} import x", "import {0}.sub as y", "def f():\n    import {0}")


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> PythonModules:
    """A workspace with an environment in which all that is real lies."""
    folder = tmp_path_factory.mktemp("workspace")
    for name in NAMES["installed"]:
        (folder / ".venv/lib/python3.12/site-packages" / name).mkdir(parents=True)
    for name in NAMES["own"]:
        (folder / "src" / name).mkdir(parents=True)
    return PythonModules([folder])


def noted(text: str, modules: PythonModules) -> str:
    told = notes(text, Near("", ""), "python", modules.names)
    return "; ".join(note.sentence for note in told if note.code == "unknown_imports")


@pytest.mark.parametrize("form", FORMS)
def test_of_forty_invented_modules_thirty_eight_are_noted(form: str, modules: PythonModules) -> None:
    told = [name for name in INVENTED if f"`{name}` is not installed" in noted(form.format(name), modules)]

    assert len(INVENTED) == 40
    assert len(told) >= 38


@pytest.mark.parametrize("form", FORMS)
def test_of_forty_real_ones_none_is_noted(form: str, modules: PythonModules) -> None:
    real = [form.format(name) for name in REAL]

    assert len(real) == 40
    assert [text for text in (*real, *RELATIVE) if noted(text, modules)] == []
