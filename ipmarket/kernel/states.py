"""State machines as frozen tables: (state, event) → state. One function applies them; the database holds the set of states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from django.db import models

from ipmarket.kernel.errors import Conflict, KernelErrorCode

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class StateTable(Generic[State, Event]):
    """What may happen to a thing: its first state and every allowed (state, event) → state. Whatever is not listed is refused."""

    name: str
    states: type[State]
    initial: State
    transitions: Mapping[tuple[State, Event], State]

    def __post_init__(self) -> None:
        object.__setattr__(self, "transitions", MappingProxyType(dict(self.transitions)))
        unreachable = set(self.states) - {self.initial} - set(self.transitions.values())
        if unreachable:
            raise ValueError(f"{self.name}: no transition leads to {', '.join(sorted(unreachable))}.")

    def allowed(self, state: State) -> tuple[Event, ...]:
        """Return the events that this state accepts, in the order of the table: what a person can do now."""
        return tuple(event for (source, event) in self.transitions if source == state)

    def is_final(self, state: State) -> bool:
        """True when nothing more can happen in this state."""
        return not self.allowed(state)


def apply(table: StateTable[State, Event], state: State, event: Event) -> State:
    """Return the state after the event. Raises Conflict ("transition_refused") with state, event and what is allowed instead."""
    target = table.transitions.get((state, event))
    if target is None:
        allowed = [str(candidate) for candidate in table.allowed(state)]
        raise Conflict(
            f"A {table.name} that is {state} does not accept {event}.",
            code=KernelErrorCode.TRANSITION_REFUSED,
            params={"state": str(state), "event": str(event), "allowed": allowed},
        )
    return target


def state_constraint(table: StateTable[State, Event], *, field: str, name: str) -> models.CheckConstraint:
    """Return the database constraint that keeps the column inside the table's states."""
    values = [state.value for state in table.states]
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


def mermaid(table: StateTable[State, Event]) -> str:
    """Return the table as a mermaid state diagram for the documentation."""
    lines = ["stateDiagram-v2", f"    [*] --> {table.initial.value}"]
    lines += [f"    {source.value} --> {target.value}: {event.value}" for (source, event), target in table.transitions.items()]
    lines += [f"    {state.value} --> [*]" for state in table.states if table.is_final(state)]
    return "\n".join(lines) + "\n"
