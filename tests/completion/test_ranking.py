"""Of several texts for one place the sound ones come first, each once."""

import asyncio

import pytest

from centaur.completion.engine import Engine
from centaur.completion.ranking import ranked
from centaur.completion.types import Candidate, Near, Origin, Proposal
from centaur.settings import Settings
from tests.support.fakes import FakeProposer
from tests.support.fixture import request


def candidates(*texts: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(text, Origin("model", "fresh", f"g{at}")) for at, text in enumerate(texts))


def check(around: str, texts: list[str], order: list[str], language: str = "python") -> None:
    prefix, suffix = around.split("$0")

    assert [each.text for each in ranked(candidates(*texts), Near(prefix, suffix), language)] == order


def test_a_text_with_a_syntax_error_comes_last() -> None:
    check("total = $0\n", ["price * * 2 /", "price * 2", "price"], ["price * 2", "price", "price * * 2 /"])


def test_fewer_errors_come_before_more() -> None:
    check("a = $0\n", ["= 1; b = = 2", "= 1", "1"], ["1", "= 1", "= 1; b = = 2"])


def test_what_follows_the_cursor_decides_with_it() -> None:
    check("print($0)\n", ["total)", "total"], ["total", "total)"])
    check("print($0\n", ["total", "total)"], ["total)", "total"])


def test_what_closes_far_below_decides_too() -> None:
    check("x = [\n    $0\n" + "    2,\n" * 60 + "]\n", ["1,", "1]"], ["1,", "1]"])
    check("x = f(\n    $0\n)", ["a", "a)"], ["a", "a)"])


def test_among_sound_texts_the_order_of_the_model_stays() -> None:
    check("x = $0\n", ["c", "a", "b"], ["c", "a", "b"])


@pytest.mark.parametrize("language", ["brainfuck", ""])
def test_where_no_grammar_can_tell_the_order_stays(language: str) -> None:
    check("x $0", ["= = 1", "= 1"], ["= = 1", "= 1"], language)


def test_errors_that_were_there_before_change_nothing() -> None:
    check("def (:\nx = $0\n", ["1", "2"], ["1", "2"])


def test_equal_texts_are_one_and_it_is_the_first() -> None:
    first, other = ranked(candidates("1", "1", "2"), Near("x = ", ""), "python")

    assert [(each.text, each.origin.generation_id) for each in (first, other)] == [("1", "g0"), ("2", "g2")]


def test_texts_that_become_equal_on_their_way_are_offered_once_and_ranked() -> None:
    def suggest(*texts: str) -> Proposal:
        proposer = FakeProposer(Proposal("delivered", candidates(*texts)))
        engine = Engine(Settings(), lambda _path: "", lambda _uri, _offset: None, (proposer,))
        return asyncio.run(engine.suggest(request("print($0)", trigger="invoked")))

    assert [each.text for each in suggest("x +", "x)", "x").candidates] == ["x", "x +"]


def test_several_lines_that_nothing_can_mend_are_not_offered_beside_others() -> None:
    proposer = FakeProposer(Proposal("delivered", candidates("1\ny = = 2\nz = 3", "1\ny = 2\nz = 3")))
    engine = Engine(Settings(), lambda _path: "", lambda _uri, _offset: None, (proposer,))
    [offered] = asyncio.run(engine.suggest(request("x = $0", trigger="invoked"))).candidates

    assert offered.text == "1\ny = 2\nz = 3"
