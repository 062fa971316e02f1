"""A step that any page can ask for: prove again that it is you, before something that cannot be taken back."""

from rest_framework.request import Request

from ipmarket.accounts.errors import ReauthenticationNeeded
from ipmarket.kernel.clock import now

# As the sign-in library counts it (ACCOUNT_REAUTHENTICATION_TIMEOUT), so that one proof serves both.
RECENT_SECONDS = 300
SESSION_RECORDS = "account_authentication_methods"


def require_recent(request: Request) -> None:
    """Go on when the person has proved who they are within five minutes.

    Raises ReauthenticationNeeded (401, "reauthentication_needed"): the front end shows the sign-in step and repeats the request.
    """
    records = request._request.session.get(SESSION_RECORDS, []) if hasattr(request._request, "session") else []
    newest = max((float(record.get("at", 0)) for record in records), default=0.0)
    if now().timestamp() - newest > RECENT_SECONDS:
        raise ReauthenticationNeeded("Prove again that it is you; then the request can be repeated.")
