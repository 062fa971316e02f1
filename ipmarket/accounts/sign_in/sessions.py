"""Ending sessions elsewhere."""

from collections.abc import Iterable

from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.db import transaction

from ipmarket.accounts.services.record_sign_out import record_sign_out
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.clock import now


class SessionsAdapter(DefaultUserSessionsAdapter):
    """The present session is ended by signing out, which records itself."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """Delete the chosen sessions' rows, so that their cookies are worth nothing, and record how many."""
        others = [session for session in sessions if not session.is_current()]
        with transaction.atomic():
            super().end_sessions(others)
            if others:
                actor = actor_of(context.request)
                record_sign_out(actor=actor, at=now(), user_id=others[0].user_id, sessions=len(others))
