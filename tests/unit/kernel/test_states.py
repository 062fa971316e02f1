"""State tables: what is listed happens, whatever is not is refused."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmarket.kernel.errors import Conflict, KernelErrorCode
from ipmarket.kernel.states import StateTable, apply, mermaid, state_constraint


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class Act(StrEnum):
    PRESS = "press"
    DROP = "drop"


TABLE = StateTable(
    name="lamp",
    states=Lamp,
    initial=Lamp.OFF,
    transitions={(Lamp.OFF, Act.PRESS): Lamp.ON, (Lamp.ON, Act.PRESS): Lamp.OFF, (Lamp.ON, Act.DROP): Lamp.BROKEN},
)


@given(st.sampled_from(Lamp), st.sampled_from(Act))
def test_the_table_is_the_whole_truth(state: Lamp, event: Act) -> None:
    target = TABLE.transitions.get((state, event))
    if target is not None:
        assert apply(TABLE, state, event) == target
        assert event in TABLE.allowed(state)
    else:
        with pytest.raises(Conflict):
            apply(TABLE, state, event)
        assert event not in TABLE.allowed(state)


def test_a_refusal_says_what_is_allowed_instead() -> None:
    with pytest.raises(Conflict) as refused:
        apply(TABLE, Lamp.OFF, Act.DROP)
    assert refused.value.code == KernelErrorCode.TRANSITION_REFUSED
    assert refused.value.status == 409
    assert refused.value.params == {"state": "off", "event": "drop", "allowed": ["press"]}


def test_final_states_accept_nothing() -> None:
    assert [state for state in Lamp if TABLE.is_final(state)] == [Lamp.BROKEN]
    assert TABLE.allowed(Lamp.ON) == (Act.PRESS, Act.DROP)


def test_a_table_cannot_be_changed_and_leaves_no_state_out() -> None:
    with pytest.raises(TypeError):
        TABLE.transitions[Lamp.OFF, Act.DROP] = Lamp.ON  # type: ignore[index]  # that it cannot be done is what is tested
    with pytest.raises(ValueError, match="no transition leads to broken"):
        StateTable(name="lamp", states=Lamp, initial=Lamp.OFF, transitions={(Lamp.OFF, Act.PRESS): Lamp.ON})


def test_the_constraint_and_the_diagram_follow_the_table() -> None:
    constraint = state_constraint(TABLE, field="state", name="lamp_state")
    assert (constraint.name, str(constraint.condition)) == ("lamp_state", "(AND: ('state__in', ['off', 'on', 'broken']))")
    assert mermaid(TABLE) == (
        "stateDiagram-v2\n    [*] --> off\n    off --> on: press\n    on --> off: press\n    on --> broken: drop\n    broken --> [*]\n"
    )
