"""What a refusal leaves behind about people: nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from ipmarket.accounts.models import ApiToken, Invitation, JoinRequest, Mandate, Membership, Organisation, Signatory
from ipmarket.kernel.errors import DomainError
from ipmarket.kernel.mail.models import Message
from tests.support.traces import traces


def everything() -> tuple[Any, ...]:
    """Every row about memberships and what hangs on them, every trace, every message."""
    models = (Organisation, Membership, Invitation, JoinRequest, Signatory, Mandate, ApiToken)
    rows = tuple(list(model._default_manager.order_by("pk").values()) for model in models)
    return (*rows, traces(), sent_mail())


def sent_mail() -> list[tuple[str, str, str]]:
    """(template, address, language) of each message, oldest first."""
    return list(Message.objects.order_by("pk").values_list("template", "to_address", "language"))


def own_entries() -> list[Any]:
    """The audit entries apart from those of mail."""
    return [entry for entry in traces().entries if not entry[0].startswith("mail.")]


def own_events() -> list[Any]:
    """The events apart from those of mail."""
    return [event for event in traces().events if not event[0].startswith("mail.")]


def refused(kind: type[DomainError], call: Callable[[], Any], code: str = "") -> DomainError:
    """The call is refused with the code, and neither a row, nor an entry, nor an event, nor a message is left behind."""
    before = everything()
    with pytest.raises(kind) as caught:
        call()
    assert type(caught.value) is kind
    assert code in ("", str(caught.value.code))
    assert everything() == before
    return caught.value
