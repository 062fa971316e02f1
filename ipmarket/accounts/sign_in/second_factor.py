"""Second factors: secrets sealed at rest, and the names that a person sees in an authenticator app or a passkey dialogue."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from ipmarket.kernel.sealed import seal, unseal

PURPOSE = "mfa"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of authenticator apps and of recovery codes never stand in the clear in the database."""

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed. Raises SealBroken where no configured key fits."""
        return unseal(encrypted_text, purpose=PURPOSE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the site's public host, whatever host a request names; without a configured one, to the host asked."""
        host = urlsplit(settings.PUBLIC_URL).hostname or context.request.get_host().partition(":")[0]
        return {"id": host, "name": settings.PRODUCT_NAME}
