"""What is told of names that are used near the cursor and defined in files that are not open."""

from dataclasses import replace

from centaur.completion import context, used
from centaur.completion.gathering import gather
from centaur.completion.surroundings import Surroundings
from tests.support.fixture import request

SHAPES = """\
from functools import cache
import numpy as np


class Shape:
    width: float

    def scaled(self, factor: float) -> "Shape": ...


def area_of(shape: Shape) -> float: ...
"""


def told(text: str, excluded: str = "", **files: str) -> list[tuple[str, str, str]]:
    """The kind, file and text of each piece, in a workspace of these files of Python."""
    surroundings = Surroundings()
    surroundings.neighbours.excluded = lambda path: (
        "excluded" if excluded and excluded in (path or "") else ""
    )
    for stem, content in files.items():
        surroundings.symbols.learn(f"/project/{stem}.py", content)
    asked = request(text)
    pieces = gather(asked, context.near(asked), surroundings)
    return [(piece.kind, piece.path, piece.text) for piece in pieces]


def test_a_function_of_a_file_that_is_not_open_is_told_by_its_signature() -> None:
    assert told("total = area_of($0\n", shapes=SHAPES) == [
        ("workspace", "shapes.py", "def area_of(shape: Shape) -> float")
    ]


def test_a_class_is_told_with_its_members_and_a_member_then_not_again() -> None:
    members = 'class Shape\n    width: float\n    def scaled(self, factor: float) -> "Shape"'

    assert told("Shape(1).scaled($0\n", shapes=SHAPES) == [("workspace", "shapes.py", members)]


def test_a_member_is_told_with_its_class_where_it_is_used_as_one() -> None:
    member = 'class Shape\n    def scaled(self, factor: float) -> "Shape"'

    assert told("square.scaled($0\n", shapes=SHAPES) == [("workspace", "shapes.py", member)]
    assert told("scaled($0\n", shapes=SHAPES) == []


def test_what_many_files_define_is_told_only_of_a_module_that_is_imported() -> None:
    files = {f"module_{number}": f"def run(with_{number}): ..." for number in range(used.MANY + 1)}

    assert told("run($0\n", **files) == []
    assert told("from module_2 import run\nrun($0\n", **files) == [
        ("workspace", "module_2.py", "def run(with_2)")
    ]


def test_the_file_that_lies_nearest_is_told_first() -> None:
    surroundings = Surroundings()
    for path in ("/elsewhere/one.py", "/project/two.py"):
        surroundings.symbols.learn(path, f"def run(path={path!r}): ...")
    asked = request("run($0\n")

    assert [piece.path for piece in gather(asked, context.near(asked), surroundings)] == ["two.py", "one.py"]


def test_the_text_of_a_variable_is_no_function() -> None:
    assert told("total = value\n$0", values="def value(): ...") == []


def test_what_the_text_at_hand_defines_itself_is_not_told() -> None:
    assert told("def area_of(shape):\n    return 1\n\n\narea_of($0\n", shapes=SHAPES) == []


def test_nothing_of_a_file_that_is_excluded_by_now_is_told() -> None:
    assert told("total = area_of($0\n", excluded="shapes.py", shapes=SHAPES) == []


def test_how_a_name_is_imported_is_told_where_the_cursor_is_too_far_below() -> None:
    above = "import json\nimport os\nfrom shapes import area_of\n" + "filler()\n" * 500

    assert told(above + "json.dump(area_of($0\n") == [
        ("imports", "main.py", "import json\nfrom shapes import area_of")
    ]
    assert told("import json\njson.dump($0\n") == []


def test_how_other_files_import_a_module_is_told_where_this_one_does_not() -> None:
    assert told("total = np.$0\n", shapes=SHAPES) == [("imports", "main.py", "import numpy as np")]
    assert told("np = 1\ntotal = np.$0\n", shapes=SHAPES) == []
    assert told("import np\ntotal = np.$0\n", shapes=SHAPES) == []


def test_a_cell_knows_what_the_cells_above_it_import() -> None:
    surroundings, asked = Surroundings(), request("total = np.$0\n")
    surroundings.symbols.learn("/project/shapes.py", SHAPES)
    cell = replace(asked, document=replace(asked.document, above="import numpy as np\n"))

    assert gather(cell, context.near(cell), surroundings) == ()
    assert gather(asked, context.near(asked), surroundings)


def test_what_is_nearest_to_the_cursor_is_told_first() -> None:
    one, two = ("def one_thing(): ...", "def two_things(): ...")

    assert [path for _, path, _ in told("one_thing()\ntwo_things($0\n", one=one, two=two)] == [
        "two.py",
        "one.py",
    ]


def test_only_so_many_names_are_told() -> None:
    many = [f"name_{number}" for number in range(30)]
    files = {name: f"def {name}(): ..." for name in many}

    assert len(told("\n".join(f"{name}()" for name in many) + "$0\n", **files)) == used.SIGNATURES
