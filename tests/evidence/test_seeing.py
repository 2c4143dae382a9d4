"""What counts as seen: shown after 300 ms of visible time, read after 750."""

import pytest

from centaur.evidence.events import ReadEvent, ShownEvent
from tests.evidence.life import TEXT, Life, check, only


def test_shown_is_written_after_300_ms_and_read_after_750_ms() -> None:
    life = Life()
    life.offer_and_show(TEXT, visible=0.29)
    assert (life.shown_ids, life.read_ids) == ([], [])

    life.wait(0.02)
    assert (life.shown_ids, life.read_ids) == (["s1"], [])

    life.wait(0.43)
    assert (life.shown_ids, life.read_ids) == (["s1"], [])

    life.wait(0.02)
    assert (life.shown_ids, life.read_ids) == (["s1"], ["s1"])
    assert only(life.of(ShownEvent)).visible_ms == pytest.approx(300)
    assert only(life.of(ReadEvent)).visible_ms == pytest.approx(750)


def test_visible_time_is_the_sum_of_all_intervals_in_which_it_was_visible() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT, visible=0.5)
    life.hide(suggestion)
    life.wait(60)
    assert life.read_ids == []

    life.lifecycle.visibility(suggestion, visible=True, at=life.now)
    life.wait(0.4)
    life.dismiss(suggestion, "escape")

    assert life.read_ids == [suggestion]
    assert check(life, "rejected_explicit").visible_ms == pytest.approx(900)


def test_a_second_signal_that_it_is_visible_does_not_start_its_time_anew() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT, visible=0.5)
    life.show(suggestion)
    life.wait(0.3)

    assert life.read_ids == [suggestion]


def test_losing_the_window_is_no_end() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT)
    life.hide(suggestion)
    life.wait(3600)

    assert life.outcomes == []


def test_what_was_delivered_but_never_visible_is_not_shown_and_has_no_outcome() -> None:
    life = Life()
    life.offer(TEXT)
    life.wait(60)
    life.insert("q")
    life.wait(3)

    assert (life.shown_ids, life.outcomes) == ([], [])


def test_what_ends_before_300_ms_is_unseen() -> None:
    life = Life()
    life.offer_and_show(TEXT, visible=0.2)
    life.insert("q")
    life.wait(3)

    assert (life.shown_ids, life.outcomes) == ([], [])


@pytest.mark.parametrize("visible", [0.0, 0.2])
def test_an_accept_shows_and_reads_at_once(visible: float) -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT, visible=visible)
    life.accept(suggestion)

    assert (life.shown_ids, life.read_ids) == ([suggestion], [suggestion])


def test_a_partial_accept_shows_and_reads_at_once() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT, visible=0.1)
    life.insert("append")
    life.partial(suggestion, 6)

    assert (life.shown_ids, life.read_ids) == ([suggestion], [suggestion])


def test_escape_before_750_ms_is_an_explicit_rejection_but_not_viewed() -> None:
    life = Life()
    suggestion = life.offer_and_show(TEXT, visible=0.2)
    life.dismiss(suggestion, "escape")

    assert (life.shown_ids, life.read_ids) == ([suggestion], [])
    check(life, "rejected_explicit")


def test_typing_all_of_it_shows_at_once_but_does_not_read() -> None:
    life = Life()
    suggestion = life.offer_and_show("ok", visible=0.1)
    life.write("ok")
    check(life, "typed_through", typed=2)

    assert (life.shown_ids, life.read_ids) == ([suggestion], [])


def test_typing_all_of_what_was_never_visible_counts_nowhere() -> None:
    life = Life()
    life.offer("ok")
    life.write("ok")
    life.wait(3)

    assert (life.shown_ids, life.outcomes) == ([], [])


def test_the_time_it_was_visible_ends_when_all_is_typed() -> None:
    life = Life()
    suggestion = life.offer_and_show("ok", visible=0.9)
    life.write("ok")
    life.wait(0.1)
    life.show(suggestion)

    assert check(life, "typed_through", typed=2).visible_ms == pytest.approx(900)


def test_late_timers_change_no_outcome() -> None:
    life = Life()
    suggestion = life.offer(TEXT)
    life.show(suggestion)
    life.wait(1.0, timers=False)
    life.insert("q")

    assert life.read_ids == [suggestion]
    check(life, "rejected_implicit")
