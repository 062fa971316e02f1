"""Keeps the list of a person's sessions up to date, seldom enough that reading stays reading."""

import hashlib
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

SEEN_SECONDS = 300


class SessionActivityMiddleware:
    """Notes address, browser and moment of a session at most once in five minutes for each process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note the session, then answer."""
        key = request.session.session_key
        if key and request.path_info.startswith("/api/") and request.user.is_authenticated:
            digest = hashlib.sha256(key.encode()).hexdigest()[:32]
            if cache.add(f"session-seen:{digest}", 1, SEEN_SECONDS):
                UserSession.objects.create_from_request(request)
        return self._get_response(request)
