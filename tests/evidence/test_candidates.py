"""Several candidates of one request: one is on show, the others are its siblings."""

from centaur.evidence.events import DeliveredEvent
from tests.evidence.life import URI, Life, check


def test_candidates_of_one_request_do_not_supersede_one_another() -> None:
    life = Life()
    life.offer("one", "two", "three")
    life.wait(3)
    life.accept("s1")

    assert life.delivered_ids == ["s1", "s2", "s3"]
    assert [row.display_index for row in life.of(DeliveredEvent)] == [0, 1, 2]
    check(life, "accepted", accepted=3)


def test_when_one_is_accepted_the_displayed_others_are_siblings_and_the_rest_unseen() -> None:
    life = Life()
    life.offer("one", "two", "three")
    for candidate in ("s1", "s2"):
        life.show(candidate)
        life.wait(1)
    life.accept("s2")
    life.insert("two")
    life.wait(3)

    assert life.outcomes == [("s2", "accepted", "command"), ("s1", "ignored", "sibling")]
    assert life.shown_ids == ["s1", "s2"]


def test_the_one_the_editor_told_of_is_a_sibling_though_the_text_of_another_contradicts_it_first() -> None:
    life = Life()
    life.offer("one", "two")
    life.show("s1")
    life.wait(1)
    life.insert("two")
    life.accept("s2")
    life.wait(3)

    assert sorted(life.outcomes) == [("s1", "ignored", "sibling"), ("s2", "accepted", "command")]


def test_when_one_is_rejected_the_displayed_others_are_siblings() -> None:
    life = Life()
    life.offer("one", "two")
    for candidate in ("s1", "s2"):
        life.show(candidate)
        life.wait(1)
    life.dismiss("s2", "escape")
    life.wait(3)

    assert life.outcomes == [("s2", "rejected_explicit", "escape"), ("s1", "ignored", "sibling")]


def test_when_one_is_typed_to_its_end_the_displayed_others_are_siblings() -> None:
    life = Life()
    life.offer("ok", "okay")
    for candidate in ("s2", "s1"):
        life.show(candidate)
        life.wait(1)
    life.write("ok")
    life.wait(3)

    assert life.outcomes == [("s1", "typed_through", "complete"), ("s2", "ignored", "sibling")]


def test_when_the_human_turns_away_from_one_the_displayed_others_are_siblings() -> None:
    life = Life()
    life.offer("one", "two")
    for candidate in ("s1", "s2"):
        life.show(candidate)
        life.wait(1)
    life.dismiss("s2", "cursor_left")
    life.wait(3)

    assert life.outcomes == [("s1", "ignored", "sibling"), ("s2", "ignored", "cursor_left")]


def test_other_text_rejects_only_the_candidate_on_show() -> None:
    life = Life()
    life.offer("one", "two")
    for candidate in ("s1", "s2"):
        life.show(candidate)
        life.wait(1)
    life.insert("q")
    life.wait(3)

    assert sorted(life.outcomes) == [
        ("s1", "ignored", "sibling"),
        ("s2", "rejected_implicit", "typed_else"),
    ]


def test_typing_along_with_one_rejects_no_other() -> None:
    life = Life()
    life.offer("one", "two")
    for candidate in ("s2", "s1"):
        life.show(candidate)
        life.wait(1)
    life.insert("o")
    life.wait(3)

    assert life.outcomes == [("s2", "ignored", "sibling")]
    assert life.lifecycle.remainder(URI, life.cursor) == ("s1", "ne")


def test_only_one_candidate_is_visible_at_a_time() -> None:
    life = Life()
    life.offer("one", "two")
    life.show("s1")
    life.wait(0.5)
    life.show("s2")
    life.wait(10)

    assert life.read_ids == ["s2"]


def test_what_is_reused_is_the_candidate_on_show() -> None:
    life = Life()
    life.offer("one", "only")
    life.show("s2")
    life.insert("o")

    assert life.lifecycle.remainder(URI, life.cursor) == ("s2", "nly")
