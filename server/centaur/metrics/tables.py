"""The event log as unbound Ibis tables: one a kind of event, its columns from the event's own fields."""

from dataclasses import fields
from typing import Any

import ibis

from centaur.evidence.events import (
    DeliveredEvent,
    Event,
    GenerationEvent,
    OpportunityEvent,
    OutcomeEvent,
    PartialEvent,
    ReadEvent,
    SessionEvent,
    ShownEvent,
    Stamp,
    SurvivalEvent,
    TypingEvent,
    UndoneEvent,
)

_TYPES: dict[Any, str] = {
    int: "int64",
    int | None: "int64",
    bool | None: "int64",
    float: "float64",
    float | None: "float64",
}


def _table(event: type[Event]) -> ibis.Table:
    columns = {field.name: _TYPES.get(field.type, "string") for field in (*fields(Stamp), *fields(event))}
    return ibis.table(columns, name=event.kind)


SESSION = _table(SessionEvent)
OPPORTUNITY = _table(OpportunityEvent)
GENERATION = _table(GenerationEvent)
DELIVERED = _table(DeliveredEvent)
SHOWN = _table(ShownEvent)
READ = _table(ReadEvent)
PARTIAL = _table(PartialEvent)
OUTCOME = _table(OutcomeEvent)
UNDONE = _table(UndoneEvent)
SURVIVAL = _table(SurvivalEvent)
TYPING = _table(TypingEvent)
