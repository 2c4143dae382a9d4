"""What is true of every life, whatever humans and editors do: legal, illegal, late and in any order."""

from collections import Counter
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.evidence.events import (
    CorrectionEvent,
    DeliveredEvent,
    Event,
    ImpossibleEvent,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    ShownEvent,
    SurvivalEvent,
    UndoneEvent,
)
from tests.evidence.life import URI, Life

Act = Callable[[Life], object]
IDS = st.sampled_from(["s1", "s1", "s2", "s2", "s3", "s4", "s5", "unknown"])
TEXTS = st.sampled_from(["aab", "aa", "ab\nb", "f(a)", "b"])
REASONS = st.sampled_from(["escape", "command", "thumbs_down", "cursor_left", "editor_switched", "nonsense"])
SECONDS = st.sampled_from([0.0, 0.01, 0.2, 0.3, 0.5, 0.75, 1.9, 2.0, 30.0])
INSERTED = st.sampled_from(["a", "b", "f", "(", ")", "\n", "aa", "ab", "f(a)", "q"])


def _go_along(life: Life, length: int) -> None:
    _, rest = life.lifecycle.remainder(URI, life.cursor) or ("", "")
    if rest:
        life.insert(rest[:length])


def _replace(life: Life, start: int, length: int, text: str) -> None:
    start = min(start, len(life.text))
    life.replace(start, min(start + length, len(life.text)), text)


def _erase(life: Life) -> None:
    if life.cursor:
        life.backspace()


def _take_back(life: Life) -> None:
    """Erase what was last accepted, as an undo does, where it ends at the cursor."""
    size = min(3, life.cursor)
    life.replace(life.cursor - size, life.cursor, "")


LEGAL = st.one_of(
    st.builds(lambda texts: lambda life: life.offer(*texts), st.lists(TEXTS, min_size=1, max_size=3)),
    st.builds(lambda length: lambda life: _go_along(life, length), st.integers(1, 4)),
    st.builds(lambda text: lambda life: life.insert(text), INSERTED),
    st.builds(lambda: lambda life: life.insert("(", ")")),
    st.builds(lambda: _erase),
    st.builds(
        lambda start, length, text: lambda life: _replace(life, start, length, text),
        st.integers(0, 12),
        st.integers(0, 4),
        INSERTED,
    ),
    st.builds(lambda: lambda life: life.close()),
    st.builds(lambda: lambda life: life.save()),
    st.builds(
        lambda reason: lambda life: life.explain(reason), st.sampled_from(["undo", "redo", "reload", "paste"])
    ),
    st.builds(lambda: _take_back),
)
SIGNALS = st.one_of(
    st.builds(lambda one: lambda life: life.show(one), IDS),
    st.builds(lambda one: lambda life: life.hide(one), IDS),
    st.builds(lambda one: lambda life: life.accept(one), IDS),
    st.builds(lambda one, length: lambda life: life.partial(one, length), IDS, st.integers(-1, 6)),
    st.builds(lambda one, reason: lambda life: life.dismiss(one, reason), IDS, REASONS),
)
STORIES = st.lists(st.tuples(st.one_of(LEGAL, SIGNALS, SIGNALS), SECONDS), max_size=25)


def live(story: list[tuple[Act, float]], *, timers: bool = True) -> Life:
    life = Life("x$0y")
    for act, seconds in story:
        act(life)
        life.wait(seconds, timers=timers)
    return life


def decided(life: Life) -> Counter[tuple[object, ...]]:
    """What became of every suggestion, without the moments at which it was written."""
    return Counter(
        (row.suggestion_id, row.outcome, row.reason, row.offered_chars, row.accepted_chars, row.typed_chars)
        for row in life.of(OutcomeEvent)
    )


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_a_suggestion_has_at_most_one_outcome_and_only_if_it_was_shown(
    story: list[tuple[Act, float]],
) -> None:
    life = live(story)
    delivered, shown, read = map(set, (life.delivered_ids, life.shown_ids, life.read_ids))
    ended = [row.suggestion_id for row in life.of(OutcomeEvent)]

    assert len(ended) == len(set(ended))
    assert len(life.shown_ids) == len(shown)
    assert len(life.read_ids) == len(read)
    assert set(ended) <= shown <= delivered
    assert read <= shown
    assert {row.suggestion_id for row in life.of(OutcomeEvent) if row.outcome == "accepted"} <= read


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_whatever_was_shown_has_one_outcome_once_the_document_is_closed(
    story: list[tuple[Act, float]],
) -> None:
    life = live([*story, (lambda life: life.lifecycle.close(URI, life.now), 2.5)])
    life.wait(60)

    assert Counter(row.suggestion_id for row in life.of(OutcomeEvent)) == Counter(life.shown_ids)
    assert life.lifecycle.next_deadline() is None


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_accepted_characters_never_shrink_and_never_exceed_what_was_offered(
    story: list[tuple[Act, float]],
) -> None:
    life = live(story)
    so_far: dict[str, int] = {}
    for row in life.events:
        if isinstance(row, PartialEvent | OutcomeEvent):
            assert row.accepted_chars >= so_far.get(row.suggestion_id, 0)
            so_far[row.suggestion_id] = row.accepted_chars
        if isinstance(row, OutcomeEvent):
            assert row.typed_chars >= 0
            assert row.accepted_chars + row.typed_chars <= row.offered_chars


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_time_alone_decides_nothing(story: list[tuple[Act, float]]) -> None:
    life = live(story)
    life.wait(2.5)
    before = life.outcomes
    life.wait(7 * 24 * 3600)

    assert life.outcomes == before


@settings(max_examples=150, deadline=None)
@given(STORIES)
def test_late_timers_decide_the_same(story: list[tuple[Act, float]]) -> None:
    punctual, late = live(story), live(story, timers=False)
    for life in (punctual, late):
        life.wait(2.5)
        life.lifecycle.tick(life.now)

    assert decided(punctual) == decided(late)
    assert set(punctual.shown_ids) == set(late.shown_ids)
    assert set(punctual.read_ids) == set(late.read_ids)


@settings(max_examples=150, deadline=None)
@given(STORIES, st.data())
def test_impossible_signals_change_nothing(story: list[tuple[Act, float]], data: st.DataObject) -> None:
    alone, disturbed = Life("x$0y"), Life("x$0y")
    for act, seconds in story:
        for life in (alone, disturbed):
            act(life)
            life.wait(seconds)
        signal = data.draw(st.sampled_from(["accept", "escape", "shown", "hide"]))
        _impossible(disturbed, signal)

    assert _possible(alone.events) == _possible(disturbed.events)


def _impossible(life: Life, signal: str) -> None:
    """A signal about what is unknown or long decided; an accept may still be the echo of one, so not that."""
    rejected = [row.suggestion_id for row in life.of(OutcomeEvent) if row.outcome != "accepted"]
    for suggestion_id in ("unknown", *rejected[-1:]):
        before = life.lifecycle.impossible
        {
            "accept": life.accept,
            "escape": lambda one: life.dismiss(one, "escape"),
            "shown": life.show,
            "hide": life.hide,
        }[signal](suggestion_id)
        assert life.lifecycle.impossible == before + 1


def _possible(events: list[Event]) -> list[Event]:
    return [event for event in events if not isinstance(event, ImpossibleEvent)]


PIECES = st.lists(
    st.tuples(
        st.integers(1, 4),  # how long the piece is: one character is typed, more are accepted
        st.booleans(),  # whether the signal comes before its change
        st.booleans(),  # whether the editor asks again between the change and the signal
        st.booleans(),  # whether it asks again afterwards
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(PIECES)
def test_accepted_and_typed_characters_do_not_depend_on_the_order_of_signal_and_change(
    pieces: list[tuple[int, bool, bool, bool]],
) -> None:
    life = Life()
    suggestion = life.offer_and_show("0123456789" * 4)
    base = done = accepted = 0
    for length, signal_first, asked_between, asked_after in pieces:
        text = "0123456789" * 4
        part = text[done : done + length]
        if length == 1:
            life.insert(part)
        elif signal_first:
            life.partial(suggestion, done + length - base)
            life.insert(part)
        else:
            life.insert(part)
            item_base = base
            if asked_between:
                life.ask_again()
                base = done + length
            life.partial(suggestion, done + length - item_base)
        done += length
        accepted += length if length > 1 else 0
        if asked_after:
            life.ask_again()
            base = done
    life.dismiss(suggestion, "escape")
    row = life.of(OutcomeEvent)[-1]

    assert (row.accepted_chars, row.typed_chars) == (accepted, done - accepted)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(1, 3), max_size=4), st.booleans(), st.booleans(), st.booleans())
def test_accept_and_change_commute(
    typed: list[int], command_first: bool, whole_line: bool, ask_again: bool
) -> None:
    life = Life("items.$0\n")
    suggestion = life.offer_and_show("append(value, key=len)")
    done = 0
    for length in typed:
        life.insert("append(value, key=len)"[done : done + length])
        done += length
        if ask_again:
            life.ask_again()
    if command_first:
        life.accept(suggestion)
    start = 0 if whole_line else life.cursor
    life.replace(start, life.cursor, life.text[start : life.cursor] + "append(value, key=len)"[done:])
    if not command_first:
        life.accept(suggestion)
    row = life.of(OutcomeEvent)[-1]

    assert (row.outcome, row.accepted_chars, row.typed_chars) == ("accepted", 22 - done, done)
    assert life.text == "items.append(value, key=len)\n"


def test_a_story_can_reach_every_kind_of_event() -> None:
    life = live(
        [
            (lambda life: life.offer("aab"), 0.0),
            (lambda life: life.show("s1"), 1.0),
            (lambda life: life.insert("aa"), 0.0),
            (lambda life: life.partial("s1", 2), 0.0),
            (lambda life: life.accept("s1"), 0.0),
            (lambda life: life.accept("s1"), 0.0),
        ]
    )

    kinds = {DeliveredEvent, ShownEvent, ReadEvent, PartialEvent, OutcomeEvent, ImpossibleEvent}
    assert {type(event) for event in life.events} == kinds


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_every_accepted_text_is_looked_at_or_censored_once_at_every_moment(
    story: list[tuple[Act, float]],
) -> None:
    life = live(story)
    life.wait(3)
    life.close()
    taken = {
        row.suggestion_id
        for row in life.events
        if isinstance(row, OutcomeEvent | PartialEvent) and row.accepted_chars
    }
    looks = Counter((row.suggestion_id, row.moment) for row in life.of(SurvivalEvent) if row.moment != "save")

    assert set(looks.values()) <= {1}
    assert {one for one, _ in looks} == taken
    assert len(looks) == 5 * len(taken)


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_what_survives_is_a_part_of_what_was_accepted(story: list[tuple[Act, float]]) -> None:
    life = live(story)
    for row in life.of(SurvivalEvent):
        seen = (row.unchanged, row.edit_ratio, row.retained_chars)
        assert (None in seen) == bool(row.censored_reason)
        if row.retained_chars is not None:
            assert 0 <= row.retained_chars <= row.accepted_chars
            assert row.edit_ratio is not None
            assert 0 <= row.edit_ratio <= 1
            assert row.unchanged == (row.edit_ratio == 0)


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_only_what_was_accepted_is_undone_and_only_once(story: list[tuple[Act, float]]) -> None:
    life = live(story)
    undone = Counter(row.suggestion_id for row in life.of(UndoneEvent))
    followed = {row.suggestion_id for row in life.of(SurvivalEvent) if row.censored_reason == "undo"}

    assert set(undone.values()) <= {1}
    assert set(undone) <= followed


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_late_timers_see_the_same_survive(story: list[tuple[Act, float]]) -> None:
    punctual, late = live(story), live(story, timers=False)
    for life in (punctual, late):
        life.lifecycle.tick(life.now)

    kinds = (SurvivalEvent, UndoneEvent, CorrectionEvent)
    told = [[row for row in life.events if isinstance(row, kinds)] for life in (punctual, late)]
    assert Counter(told[0]) == Counter(told[1])
