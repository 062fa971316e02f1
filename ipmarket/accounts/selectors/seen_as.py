"""What a page looks like to others: a visitor, or a member of some kind of organisation. Never to one person: nobody is impersonated."""

from dataclasses import replace
from typing import Final

from ipmarket.accounts.enums import OrganisationKind
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.selectors.access import SEEN_AS
from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import InvalidInput

VISITOR: Final = "visitor"
_MEMBER: Final = "member:"
# Everything that may be asked for.
CHOICES: Final = (VISITOR, *(f"{_MEMBER}{kind}" for kind in OrganisationKind.values))


def seen_as(actor: Actor, wanted: str) -> Actor:
    """The actor narrowed to what somebody of this kind would see; for platform roles.

    A member acts for an organisation that exists nowhere, so nothing of any organisation is shown. Roles, standing and own access grants
    do not count; the walls around the one who looks do, so that nobody sees more than as themselves. Raises SignInNeeded and Forbidden,
    and InvalidInput ("seen_as_refused") for anything but the choices.
    """
    require(actor, "accounts.pages.see_as")
    if wanted not in CHOICES:
        raise InvalidInput("Pages are seen as a visitor or as a member.", code=AccountsError.SEEN_AS_REFUSED, params={"choices": CHOICES})
    if wanted == VISITOR:
        return Actor(kind="visitor", request_id=actor.request_id, label=f"{SEEN_AS}{VISITOR}")
    return replace(actor, organisation_id=None, standing="", roles=frozenset(), scopes=None, mandate_id=None, label=f"{SEEN_AS}{wanted}")
