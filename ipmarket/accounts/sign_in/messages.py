"""Which of our messages stands for which of the sign-in library's, and what it is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from ipmarket.accounts.models import User
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor

TEMPLATES: Final[Mapping[str, str]] = {
    "account/email/email_confirmation_signup": "accounts/sign_up_code",
    "account/email/email_confirmation": "accounts/email_change_code",
    "account/email/account_already_exists": "accounts/sign_up_known_address",
    "account/email/login_code": "accounts/sign_in_code",
    "account/email/unknown_account": "accounts/unknown_address",
    "account/email/password_reset_code": "accounts/password_reset_code",
    "account/email/email_changed": "accounts/email_changed_notice",
}
# Told by record_credential_change, in the transaction of the change; the library would tell some of these after its commit.
TOLD_ELSEWHERE: Final = frozenset(
    {
        "account/email/password_changed",
        "account/email/password_set",
        "account/email/password_reset",
        "account/email/email_deleted",
        "account/email/email_confirm",
        "mfa/email/totp_activated",
        "mfa/email/totp_deactivated",
        "mfa/email/recovery_codes_generated",
        "mfa/email/webauthn_added",
        "mfa/email/webauthn_removed",
        "socialaccount/email/account_connected",
        "socialaccount/email/account_disconnected",
    }
)
_MINUTES: Final[Mapping[str, str]] = {
    "accounts/sign_up_code": "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "accounts/email_change_code": "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT",
    "accounts/sign_in_code": "ACCOUNT_LOGIN_BY_CODE_TIMEOUT",
    "accounts/password_reset_code": "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT",
}


def masked(address: str) -> str:
    """An address that its owner recognises and nobody else learns: the message about a change goes to whoever reads the old mailbox."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"


def _facts(template: str, context: Mapping[str, Any]) -> dict[str, str]:
    facts: dict[str, str] = {}
    if template in _MINUTES:
        facts["minutes"] = str(getattr(settings, _MINUTES[template]) // 60)
    if "code" in context:
        facts["code"] = str(context["code"])
    if "to_email" in context:
        facts["new_address"] = masked(str(context["to_email"]))
    return facts


def queue(
    prefix: str, *, actor: Actor, at: datetime, to: str, language: str, context: Mapping[str, Any], person: User | None = None
) -> None:
    """Queue our message for the library's ``prefix``; do nothing where the change itself tells it.

    Without ``person`` the address is looked up, which costs one statement whether or not there is somebody. Raises KeyError for a message
    of the library that nobody has thought about.
    """
    if prefix in TOLD_ELSEWHERE:
        return
    template = TEMPLATES[prefix]
    found = person or User.objects.filter(email=to.lower()).first()
    queue_notice(actor=actor, at=at, template=template, to=to, person=found, facts=_facts(template, context), language=language)
