"""What the sign-in library keeps about a person: addresses, second factors, linked providers, sessions. Services and selectors ask here.

Nothing here decides who may ask; callers have checked that. Whoever changes something records it, in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from ipmarket.accounts.models import SignInPlace, User

# Recovery codes alone protect nothing: they stand in for another factor.
SECOND_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
MOST_SESSIONS: Final = 200


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor: its row's number, its kind ("totp", "webauthn", "recovery_codes") and the name that the person gave it."""

    id: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Provider:
    """An account elsewhere with which the person may sign in."""

    id: int
    provider: str


def confirm_address(user: User) -> None:
    """Count the person's address as proven and primary, whatever other addresses were. For people whom an operator or a loader enters."""
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email.lower()).update(primary=False)
    EmailAddress.objects.update_or_create(user=user, email=user.email.lower(), defaults={"verified": True, "primary": True})


def verified_addresses(user_id: UUID) -> list[str]:
    """The addresses that the person has proven, the primary one first."""
    return list(
        EmailAddress.objects.filter(user_id=user_id, verified=True).order_by("-primary", "email").values_list("email", flat=True)[:20]
    )


def unproven_people(*, before: datetime, limit: int) -> list[UUID]:
    """People who signed up before a moment and have proven no address since; demo people are not among them."""
    proven = EmailAddress.objects.filter(verified=True).values("user_id")
    old = User.objects.filter(created_at__lt=before, erased_at__isnull=True, is_demo=False).exclude(id__in=proven).order_by("id")
    return list(old.values_list("id", flat=True)[:limit])


def primary_address(user_id: UUID) -> str | None:
    """Where messages to the person go; None while no address is proven."""
    return next(iter(verified_addresses(user_id)), None)


def has_second_factor(user_id: UUID) -> bool:
    """True with an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).exists())


def factors_of(user_id: UUID) -> dict[int, Factor]:
    """Every factor of a person, recovery codes included, by the number of its row."""
    rows = Authenticator.objects.filter(user_id=user_id).order_by("id").values_list("id", "type", "data__name")
    return {row_id: Factor(row_id, kind, name or "") for row_id, kind, name in rows[:100]}


def providers_of(user_id: UUID) -> dict[int, Provider]:
    """Every linked provider of a person, by the number of its row."""
    rows = SocialAccount.objects.filter(user_id=user_id).order_by("id").values_list("id", "provider")
    return {row_id: Provider(row_id, name) for row_id, name in rows[:100]}


def end_sessions(user_id: UUID, except_key: str | None = None) -> int:
    """End the person's sessions, save the one with this key, and return how many were ended.

    The session's row itself goes, so the cookie that names it is worth nothing from this moment on. The library lists every session that it
    started; a session that it does not list dies with the change of the password's hash or with ``is_active``.
    """
    kept = "" if except_key is None else except_key
    keys = list(UserSession.objects.filter(user_id=user_id).exclude(session_key=kept).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def sessions_count(user_id: UUID) -> int:
    """How many sessions of the person are still worth something: listed by the library, and with a row that has not run out."""
    keys = UserSession.objects.filter(user_id=user_id).values("session_key")
    return Session.objects.filter(session_key__in=keys, expire_date__gt=Now()).count()


def summary(user_id: UUID) -> dict[str, Any]:
    """What is kept, in words that a person can read in the copy of their data. Secrets and keys are left out."""
    return {
        "addresses": [
            {"email": a.email, "isVerified": a.verified, "isPrimary": a.primary}
            for a in EmailAddress.objects.filter(user_id=user_id).order_by("email")[:20]
        ],
        "secondFactors": [
            {
                "kind": a.type,
                "name": str(a.data.get("name", "")),
                "addedAt": a.created_at.isoformat(),
                "lastUsedAt": None if a.last_used_at is None else a.last_used_at.isoformat(),
            }
            for a in Authenticator.objects.filter(user_id=user_id).order_by("id")[:100]
        ],
        "providers": [
            {"provider": a.provider, "linkedAt": a.date_joined.isoformat(), "told": a.extra_data}
            for a in SocialAccount.objects.filter(user_id=user_id).order_by("id")[:100]
        ],
        "sessions": [
            {
                "startedAt": s.created_at.isoformat(),
                "lastSeenAt": s.last_seen_at.isoformat(),
                "address": str(s.ip),
                "browser": s.user_agent,
            }
            for s in UserSession.objects.filter(user_id=user_id).order_by("created_at")[:MOST_SESSIONS]
        ],
        "signInPlaces": SignInPlace.objects.filter(user_id=user_id).count(),
    }


def forget_person(user_id: UUID) -> None:
    """Delete all of it, sessions first: nobody signs in as this person any more. The person's own row is the caller's."""
    end_sessions(user_id)
    for rows in (Authenticator.objects, SocialAccount.objects, EmailAddress.objects, SignInPlace.objects):
        rows.filter(user_id=user_id).delete()
