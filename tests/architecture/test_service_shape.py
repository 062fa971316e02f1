"""The shape of a write: keyword-only, told who acts and when (docs/architecture.md)."""

from tests.support.services import services
from tests.support.source_tree import assert_none


def test_services_that_write_take_keywords_only() -> None:
    assert_none(
        service.module.at(service.node, service.node.name) for service in services() if service.writes and not service.is_keyword_only
    )


def test_services_that_write_are_told_who_acts_and_when() -> None:
    """``at`` is the instant of the act; work that goes on for minutes is handed a ``clock`` instead."""
    # The floor's own sweeps act for nobody, and what happened to whom is told by their callers.
    floor = ("ipmarket.kernel.outbox.", "ipmarket.kernel.audit.")
    untold = [
        service.module.at(service.node, f"{service.node.name} takes {', '.join(sorted(service.arguments)) or 'nothing'}")
        for service in services()
        if service.writes
        and not service.name.startswith(floor)
        and not ("actor" in service.arguments and {"at", "clock"} & service.arguments)
    ]
    assert_none(untold)
