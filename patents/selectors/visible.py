"""Which rights and technologies an actor may see: the one rule of accounts, asked under the names that grants and walls know them by."""

from typing import Final

from django.db.models import Q

from ipmarket.accounts.selectors.visibility import visible_to
from ipmarket.kernel.actor import Actor

RIGHT: Final = "patents.right"
TECHNOLOGY: Final = "patents.technology"
RECORD_KINDS: Final = (RIGHT, TECHNOLOGY)


def right_visible_to(actor: Actor, *, prefix: str = "") -> Q:
    """A filter over rights, or over what hangs on one; `prefix` is the path to the right."""
    return visible_to(actor, object_type=RIGHT, prefix=prefix)


def technology_visible_to(actor: Actor, *, prefix: str = "") -> Q:
    """A filter over technologies, or over what hangs on one; `prefix` is the path to the technology."""
    return visible_to(actor, object_type=TECHNOLOGY, prefix=prefix)
