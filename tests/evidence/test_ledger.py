"""Recording stops and begins again as the user likes, and what the log has of each life is still whole."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    OpportunityEvent,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    ShownEvent,
    SurvivalEvent,
    TypedInsteadEvent,
    TypingEvent,
)
from centaur.evidence.ledger import REMEMBERED, Ledger
from tests.evidence.life import Life
from tests.evidence.test_lifecycle_properties import LEGAL, SECONDS, SIGNALS, Act

DELIVERED = DeliveredEvent("s1", "o1", "g1", "fresh", 0, 12, 0)
SHOWN = ShownEvent("s1", 300.0, 12)
READ = ReadEvent("s1", 750.0)
WORD = PartialEvent("s1", "word", 5)
ACCEPTED = OutcomeEvent("s1", "accepted", "command", "explicit", 12, 12, 0, 900.0)
REJECTED = OutcomeEvent("s1", "rejected_explicit", "escape", "explicit", 12, 0, 0, 900.0)
INSTEAD = TypedInsteadEvent("s1", 30_000.0, 7, 0.75, 0.5)
OTHER = OpportunityEvent("o2", "5f1d", "python", "automatic", "empty")
NOTHING: list[Event] = []


class Book:
    """A ledger and what it lets be written, a second for each event."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.log: list[Event] = []
        self.now = 0.0

    def record(self, *events: Event) -> list[Event]:
        """These happen while they may be recorded; the result is what is written for that."""
        return self._take(events, allowed=True)

    def pause(self, *events: Event) -> None:
        """These happen in a pause."""
        assert self._take(events, allowed=False) == []

    def _take(self, events: tuple[Event, ...], *, allowed: bool) -> list[Event]:
        before = len(self.log)
        for event in events:
            self.now += 1
            self.log += self.ledger.take(event, self.now, allowed=allowed)
        return self.log[before:]


def orphaned(accepted: int = 0, visible_ms: float = 300.0) -> OutcomeEvent:
    return OutcomeEvent("s1", "orphaned", "not_recorded", "observed", 12, accepted, 0, visible_ms)


def test_what_is_shown_when_recording_stops_ends_as_not_recorded_when_it_begins_again() -> None:
    book = Book()
    book.record(DELIVERED, SHOWN, READ)
    book.pause(ACCEPTED)
    assert book.ledger.owes

    assert book.record(OTHER) == [orphaned(visible_ms=750.0), OTHER]
    assert not book.ledger.owes


def test_what_was_accepted_in_part_keeps_that_and_is_not_watched_on() -> None:
    book = Book()
    book.record(DELIVERED, SHOWN, READ, WORD)
    book.pause(OTHER)
    outcome, *looks = book.record(OTHER)[:-1]

    assert outcome == orphaned(accepted=5, visible_ms=750.0)
    assert looks == [
        SurvivalEvent("s1", moment, 1000.0, 5, censored_reason="not_recorded")
        for moment in ("15", "30", "120", "300", "600")
    ]


def test_of_an_accepted_text_only_the_looks_that_are_left_are_censored() -> None:
    book = Book()
    seen = SurvivalEvent("s1", "15", 15_000.0, 12, True, 0.0, 1.0, 12)
    book.record(DELIVERED, SHOWN, READ, ACCEPTED, seen)
    book.pause(SurvivalEvent("s1", "30", 30_000.0, 12, True, 0.0, 1.0, 12))
    ends = book.record(OTHER)[:-1]

    assert [end.moment for end in ends if isinstance(end, SurvivalEvent)] == ["30", "120", "300", "600"]
    assert len(ends) == 4


def test_however_much_happens_in_a_pause_everything_ends_once() -> None:
    book = Book()
    book.record(DELIVERED, SHOWN)
    book.pause(OTHER, READ, ACCEPTED)

    assert book.record(OTHER) == [orphaned(), OTHER]


def test_what_is_decided_owes_nothing() -> None:
    book = Book()
    book.record(DELIVERED, SHOWN, REJECTED)
    book.pause(OTHER)

    assert not book.ledger.owes
    assert book.record(OTHER) == [OTHER]


def test_a_life_that_ended_as_not_recorded_is_told_no_further() -> None:
    book = Book()
    book.record(DELIVERED, SHOWN)
    book.pause(OTHER)
    book.record(OTHER)

    assert book.record(DELIVERED, READ, ACCEPTED) == NOTHING
    assert not book.ledger.is_whole("s1")


def test_what_was_shown_in_a_pause_has_no_outcome_after_it() -> None:
    book = Book()
    book.record(DELIVERED)
    book.pause(SHOWN)

    assert book.record(READ, ACCEPTED) == NOTHING


def test_what_is_written_in_a_pause_is_not_compared_after_it() -> None:
    book = Book()
    book.record(DELIVERED, SHOWN, READ, REJECTED)
    book.pause(OTHER)

    assert book.record(INSTEAD) == NOTHING


def test_a_minute_that_lies_partly_in_a_pause_is_not_counted() -> None:
    book = Book()
    minute = TypingEvent(40, 0, 0, 0)
    book.pause(OTHER)

    assert book.record(minute) == NOTHING
    assert book.record(minute) == [minute]


def test_a_pause_in_which_nothing_happens_ends_nothing() -> None:
    book = Book()
    book.record(DELIVERED, SHOWN)

    assert book.record(ACCEPTED) == [ACCEPTED]


def test_an_accept_of_what_the_last_process_showed_is_written() -> None:
    assert Book().record(ACCEPTED) == [ACCEPTED]


def test_in_a_long_pause_the_newest_gaps_are_remembered() -> None:
    book = Book()
    book.pause(*(ReadEvent(f"s{number}", 750.0) for number in range(REMEMBERED + 1)))

    assert book.ledger.is_whole("s0")
    assert not book.ledger.is_whole("s1")


Story = list[tuple[Act, float, bool]]
STORIES = st.lists(
    st.tuples(st.one_of(LEGAL, SIGNALS, SIGNALS), SECONDS, st.sampled_from([True, True, False])), max_size=25
)


def written(story: Story) -> list[Event]:
    """What is in the log when the document has been closed and some minutes have passed."""
    life, book = Life("x$0y"), Book()
    begin: Story = [(lambda life: life.offer_and_show("aab", visible=0.5), 0.0, True)]
    end: Story = [(lambda life: life.close(), 700.0, True)]
    for act, seconds, allowed in begin + story + end:
        before = len(life.events)
        act(life)
        life.wait(seconds)
        happened = *life.events[before:], OTHER
        book.record(*happened) if allowed else book.pause(*happened)
    return book.log


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_whenever_recording_stops_what_was_shown_has_one_outcome_in_the_log(story: Story) -> None:
    log = written(story)
    shown = [event.suggestion_id for event in log if isinstance(event, ShownEvent)]
    ended = [event.suggestion_id for event in log if isinstance(event, OutcomeEvent)]

    assert Counter(ended) == Counter(shown)
    assert len(set(shown)) == len(shown)


@settings(max_examples=200, deadline=None)
@given(STORIES)
def test_whenever_recording_stops_what_was_accepted_is_looked_at_or_censored_once_at_every_moment(
    story: Story,
) -> None:
    log = written(story)
    accepts = [one for one in log if isinstance(one, OutcomeEvent | PartialEvent) and one.accepted_chars]
    looks = Counter(
        (one.suggestion_id, one.moment)
        for one in log
        if isinstance(one, SurvivalEvent) and one.moment != "save"
    )

    assert set(looks.values()) <= {1}
    assert {suggestion for suggestion, _ in looks} == {one.suggestion_id for one in accepts}
    assert len(looks) == 5 * len({one.suggestion_id for one in accepts})
