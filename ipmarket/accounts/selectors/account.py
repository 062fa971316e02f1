"""A person's own account, as they read it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from ipmarket.accounts.models import DataExport, User
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Account:
    """The card of the account page."""

    id: UUID
    name: str
    email: str
    language: str
    time_zone: str


def own_id(actor: Actor) -> UUID:
    """The person who asks. Raises Forbidden for visitors, as every page of one's own account does."""
    require(actor, "accounts.account.read", Target(kind="accounts.user", user_id=actor.user_id))
    if actor.user_id is None:
        raise NotFound("There is no account here.")
    return actor.user_id


def account_of(actor: Actor) -> Account:
    """The actor's own card."""
    user = User.objects.get(id=own_id(actor))
    return Account(user.id, user.name, user.email, user.language, user.time_zone)


def data_exports_of(actor: Actor) -> QuerySet[DataExport]:
    """The copies that the actor has asked for."""
    return DataExport.objects.filter(user_id=own_id(actor))


def export_of(actor: Actor, export_id: UUID) -> DataExport:
    """One of the actor's own copies. Raises NotFound for any other id."""
    export = data_exports_of(actor).filter(id=export_id).first()
    if export is None:
        raise NotFound("There is no such copy.")
    return export
