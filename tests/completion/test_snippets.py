"""What else a model is told, and what of it the log keeps."""

from centaur.completion import context
from centaur.completion.gathering import BUDGET_CHARS, gather
from centaur.completion.problems import Problem
from centaur.completion.snippets import Snippet, as_files, beside_files, described, told
from centaur.completion.surroundings import Surroundings
from centaur.completion.types import Near
from tests.support.fixture import fixture, request

SHAPES = """\
class Shape:
    def scaled(self, factor: float) -> "Shape":
        return Shape(self.width * factor)


def area_of(shape: Shape) -> float:
    return shape.width * shape.height
"""


def gathered(text: str, *others: tuple[str, str], problems: tuple[Problem, ...] = ()) -> tuple[Snippet, ...]:
    beside, asked = Surroundings(), request(text)
    for name, content in others:
        beside.neighbours.changed(fixture(content + "$0", path=f"/project/{name}")[0], ())
    beside.problems.found(asked.document.uri, problems)
    return gather(asked, context.near(asked), beside)


def test_the_signature_of_what_is_used_nearby_is_told() -> None:
    [signature, *_] = gathered("total = area_of($0)\n", ("shapes.py", SHAPES))

    assert signature == Snippet("signatures", "shapes.py", "def area_of(shape: Shape) -> float:")


def test_a_window_that_resembles_the_text_is_told_and_another_is_not() -> None:
    alike = "shape = Shape(width)\nprint(shape.width, shape.height)\n"
    others = ("alike.py", alike.replace("print", "show")), ("other.py", "import asyncio\nloop = None\n")
    found = gathered(alike + "$0", *others)

    assert [(piece.kind, piece.path) for piece in found] == [("open", "alike.py")]


def test_a_window_of_a_document_that_was_closed_is_told_as_one() -> None:
    alike, beside = "shape = Shape(width)\nprint(shape.width, shape.height)\n", Surroundings()
    closed, asked = (
        fixture(alike + "$0", path="/project/closed.py")[0],
        request(alike.replace("print", "show") + "$0"),
    )
    beside.neighbours.changed(closed, ())
    beside.neighbours.closed(closed.uri)

    assert [piece.kind for piece in gather(asked, context.near(asked), beside)] == ["recent"]


def test_a_document_that_is_remembered_is_not_told_from_its_file_as_well() -> None:
    beside, asked = Surroundings(), request("total = area_of($0)\n")
    beside.neighbours.changed(fixture(SHAPES + "$0", path="/project/shapes.py")[0], ())
    beside.symbols.learn("/project/shapes.py", SHAPES)

    kinds = [piece.kind for piece in gather(asked, context.near(asked), beside)]
    assert (kinds.count("signatures"), kinds.count("workspace")) == (1, 0)


def test_a_problem_near_the_cursor_is_told_by_the_line_it_is_on() -> None:
    missing = Problem(1, "error", 'Argument missing\n  for parameter "height"')
    [piece] = gathered("def room():\n    return area(width)\n$0", problems=(missing,))

    found = 'error at `return area(width)`: Argument missing for parameter "height"'
    assert piece == Snippet("diagnostics", "main.py", found)


def test_what_is_around_the_cursor_already_is_not_told_again() -> None:
    cell = "def shaped(width):\n    return Shape(width, width)\n"

    assert gathered(f"{cell}\nshaped($0\n", ("cell.py", cell)) == ()


def test_no_more_is_told_than_the_budget_has_room_for() -> None:
    alike = "".join(f"value_{line} = compute(shape.width, {line})\n" for line in range(100))
    found = gathered(alike + "$0", *((f"{number}.py", alike.replace("(", "(-")) for number in range(9)))

    assert 0 < sum(len(piece.text) for piece in found) <= BUDGET_CHARS


def test_a_chat_is_told_text_and_all_others_comments() -> None:
    pieces = (Snippet("edits", "a.py", "-x = 1\n+x = 2"),)

    assert told(pieces, "chat", "python") == "a.py\n-x = 1\n+x = 2\n"
    assert told(pieces, "fim-tokens", "python") == "# a.py\n# -x = 1\n# +x = 2\n"
    assert told(pieces, "fim-suffix", "json") == ""


def test_pieces_of_one_file_stand_under_its_name_once() -> None:
    pieces = (Snippet("workspace", "a.py", "def one()"), Snippet("open", "a.py", "two"))

    assert told(pieces, "chat", "python") == "a.py\ndef one()\ntwo\n"


def test_a_model_that_takes_files_gets_pieces_of_files_apart() -> None:
    edit = Snippet("edits", "a.py", "-x = 1\n+x = 2")
    pieces = (Snippet("workspace", "a.py", "def one()"), Snippet("open", "a.py", "two"), edit)

    assert as_files(pieces) == (("a.py", "def one()\ntwo"),)
    assert beside_files(pieces) == (edit,)


def test_the_log_keeps_kinds_and_sizes_and_no_text() -> None:
    pieces = (Snippet("open", "a.py", "12345"), Snippet("open", "b.py", "678"), Snippet("edits", "a.py", "9"))

    assert described(Near("prefix", ""), pieces) == "prefix:6,open:8,edits:1"
