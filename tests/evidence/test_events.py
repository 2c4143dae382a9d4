"""The events are plain flat data that every reader can rely on."""

from dataclasses import fields
from typing import get_args, get_type_hints

import pytest

from centaur.evidence.events import EVENT_TYPES, Event, Stamp


def test_every_event_is_in_the_list_that_readers_go_by() -> None:
    assert set(EVENT_TYPES) == set(get_args(Event))


def test_every_kind_has_a_name_of_its_own() -> None:
    assert len({event_type.kind for event_type in EVENT_TYPES}) == len(EVENT_TYPES)


@pytest.mark.parametrize("event_type", EVENT_TYPES, ids=lambda one: one.kind)
def test_no_field_of_an_event_hides_a_field_of_its_stamp(event_type: type[Event]) -> None:
    stamp = {field.name for field in fields(Stamp)}

    assert stamp.isdisjoint(get_type_hints(event_type).keys() - {"kind"})
