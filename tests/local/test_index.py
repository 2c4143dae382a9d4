"""Where a context is found again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.local.index import LONG, SHORT, WALK, Index, Stream, stream
from centaur.local.lexer import kind, lex

TOKENS = st.lists(st.sampled_from(["a", "b", "(", ")", "=", "1"]), min_size=SHORT, max_size=40)


def run(tokens: list[str]) -> Stream:
    return Stream(tokens, bytearray(len(tokens)))


@given(st.lists(TOKENS, min_size=1, max_size=4), st.integers(SHORT, LONG), st.data())
@settings(max_examples=200, deadline=None)
def test_every_place_after_a_context_is_found(
    files: list[list[str]], order: int, data: st.DataObject
) -> None:
    index = Index()
    for tokens in files:
        index.add(run(tokens))
    context = data.draw(st.lists(st.sampled_from(["a", "(", "="]), min_size=LONG, max_size=LONG))[-order:]

    found = index.places(["?"] * LONG + context, ["?"] * LONG)

    size = len(index.tokens)
    expected = {at for at in range(order, size) if index.tokens[at - order : at] == context}
    assert len(expected) > WALK or expected <= found


def test_in_what_is_known_from_elsewhere_nothing_is_found_but_what_follows_it() -> None:
    index = Index()
    added = index.add(run(["open", "the", "door", "and", "enter"]), known=3)
    unknown = ["?"] * LONG

    assert added.start + 1 in index.places(["the", "door", "and"], unknown)
    assert added.start in index.places(["open", "the", "door"], unknown)
    assert index.places(["", "open", "the"], unknown) == set()


def test_a_long_context_is_found_behind_many_younger_ones_that_end_like_it() -> None:
    index = Index()
    context = ["for", "item", "in", "range", "(", "size"]
    place = index.add(run([*context, ")"])).start + LONG
    for _ in range(2 * WALK):
        index.add(run(["x", "in", "range", "(", "size", ")"]))

    assert place in index.places(context, [kind(token) for token in context])


def test_it_is_crowded_beyond_a_few_times_the_size_it_was_made_for() -> None:
    index = Index(size=5_000)
    index.add(run(["a"] * 20_000))
    assert not index.crowded

    index.add(run(["a"] * 20_000))
    assert index.crowded


def test_places_alike_but_for_names_are_found() -> None:
    index = Index()
    place = index.add(run(["self", ".", "width", "=", "max", "(", "1", ")"])).start + 6
    context = ["self", ".", "height", "=", "min", "("]

    assert place in index.places(context, [kind(token) for token in context])


def test_a_blanked_run_is_gone() -> None:
    index = Index()
    gone = index.add(run(["secret", "is", "here"]))
    index.blank(gone)

    assert "secret" not in index.tokens
    assert index.blanks == len(index.tokens)


def test_lines_begin_with_how_they_are_indented_and_prose_is_left_out() -> None:
    lines = ["if a:", "", "    b()", "    every word of it is written", "    c()", "d()"]
    made = stream([lex(line, "python") for line in lines], "python")

    assert " ".join(made.tokens).split("\n") == ["", "= if a : ", "> b ( ) ", "= c ( ) ", "< d ( )"]
    assert made.starts == (0, 4, 4, 8, 8, 12, 16)
