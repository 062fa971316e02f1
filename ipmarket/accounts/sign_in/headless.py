"""What the sign-in routes tell about a person."""

from typing import Any

from allauth.headless.adapter import DefaultHeadlessAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from ipmarket.accounts.models import User
from ipmarket.kernel.api.negotiation import language_of


def display_name(user: AbstractBaseUser) -> str:
    """The name that a person goes by."""
    return user.name if isinstance(user, User) else ""


class HeadlessAdapter(DefaultHeadlessAdapter):
    """Names and address only; what somebody may do is told by our own session route."""

    def get_frontend_url(self, urlname: str, **kwargs: Any) -> str:
        """Return the address of our page, in the language of the request; the library asks when it has nowhere else to send a browser."""
        path: str = settings.HEADLESS_FRONTEND_URLS[urlname].format(**kwargs)
        address: str = self.request.build_absolute_uri(f"/{language_of(self.request)}{path}")
        return address

    def serialize_user(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Id, name, address, and whether there is a password."""
        return {
            "id": str(user.pk),
            "display": display_name(user),
            "email": getattr(user, "email", ""),
            "has_usable_password": user.has_usable_password(),
        }
