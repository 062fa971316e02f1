"""What the pages about an organisation's people share."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.views import APIView

from ipmarket.accounts.selectors.policies import require_person
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.payload import wire

NO_STORE: Mapping[str, str] = {"Cache-Control": "no-store"}


class ForPeople(APIView):
    """Visitors are told to sign in before anything is looked at, alike for known and unknown ids."""

    def initial(self, request: Request, *args: Any, **keywords: Any) -> None:
        """Raise SignInNeeded (401) for visitors."""
        super().initial(request, *args, **keywords)
        require_person(actor_of(request))


class PeopleListView(ForPeople, ListView):
    """A list whose rows become cards, with as many statements for a hundred as for one."""

    @abstractmethod
    def cards(self, rows: Sequence[Any], *, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the rows as plain values with Python's names."""

    def items(self, rows: Sequence[Any], *, context: dict[str, Any]) -> list[Any]:
        """Return the cards under their names on the wire, with the chosen fields only."""
        cards = [wire(card) for card in self.cards(rows, context=context)]
        fields = context.get("fields")
        return cards if fields is None else [{name: value for name, value in card.items() if name in fields} for card in cards]

    @property
    def organisation_id(self) -> UUID:
        """Whose people are asked for."""
        found: UUID = self.kwargs["organisation_id"]
        return found
