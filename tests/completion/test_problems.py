"""What is remembered of the problems that other tools find."""

from dataclasses import replace

import pytest

from centaur.completion import problems
from centaur.completion.problems import Problem, Problems
from centaur.text.document import Document
from centaur.text.positions import Position
from tests.support.fixture import fixture

DOCUMENT = fixture("".join(f"line {number}\n" for number in range(100)) + "$0")[0]


def wrong(line: int, message: str = "wrong") -> Problem:
    return Problem(line, "error", message)


def known(*found: Problem) -> Problems:
    known = Problems()
    known.found(DOCUMENT.uri, found)
    return known


def edited(known: Problems, start: Position, end: Position, text: str) -> Document:
    buffer, edit = DOCUMENT.buffer.replace(start, end, text)
    document = replace(DOCUMENT, buffer=buffer)
    known.changed(document, [edit])
    return document


def test_the_nearest_come_first_and_an_error_before_a_warning() -> None:
    warning = Problem(10, "warning", "unused")
    found = known(wrong(4), warning, wrong(10), wrong(12))

    assert found.near(DOCUMENT.uri, 10) == (wrong(10), warning, wrong(12), wrong(4))


def test_what_is_far_away_or_in_another_document_is_nobodys_concern() -> None:
    found = known(wrong(10), wrong(11 + problems.NEAR_LINES))

    assert found.near(DOCUMENT.uri, 10) == (wrong(10),)
    assert found.near("file:///project/other.py", 10) == ()


def test_only_so_many_are_told_in_so_many_words() -> None:
    found = known(*(wrong(10, "x" * 1_000) for _ in range(50))).near(DOCUMENT.uri, 10)

    assert found == (wrong(10, "x" * problems.MESSAGE_CHARS),) * problems.TOLD


@pytest.mark.parametrize(
    ("start", "end", "text", "line"),
    [
        (Position(5, 0), Position(5, 0), "one\ntwo\n", 12),
        (Position(2, 0), Position(5, 0), "", 7),
        (Position(10, 6), Position(10, 6), "\n", 10),
        (Position(20, 0), Position(20, 0), "\n", 10),
        (Position(5, 0), Position(5, 4), "word", 10),
    ],
)
def test_a_problem_moves_with_its_line(start: Position, end: Position, text: str, line: int) -> None:
    found = known(wrong(10))
    edited(found, start, end, text)

    assert [problem.line for problem in found.near(DOCUMENT.uri, 10)] == [line]


def test_a_line_that_is_gone_takes_its_problem_no_further_than_the_edit() -> None:
    found = known(wrong(10))
    edited(found, Position(8, 0), Position(30, 0), "")

    assert [problem.line for problem in found.near(DOCUMENT.uri, 10)] == [8]


def test_new_ones_take_the_place_of_the_old_ones_and_closing_ends_them() -> None:
    found = known(wrong(10), wrong(11))
    found.found(DOCUMENT.uri, (wrong(12),))
    assert found.near(DOCUMENT.uri, 10) == (wrong(12),)

    found.closed(DOCUMENT.uri)
    assert found.near(DOCUMENT.uri, 10) == ()
