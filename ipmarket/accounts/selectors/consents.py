"""What a person has agreed to."""

from uuid import UUID

from ipmarket.accounts.enums import ConsentKind
from ipmarket.accounts.models import Consent


def consents_of(user_id: UUID) -> dict[str, bool]:
    """Every kind of consent, and whether this person has given it."""
    given = set(Consent.objects.filter(user_id=user_id, withdrawn_at__isnull=True).values_list("kind", flat=True))
    return {kind: kind in given for kind in ConsentKind.values}
