"""How mail leaves the house, read from EMAIL_URL."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_SUBMISSION_PORT = 587
_TLS_PORT = 465


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server, or a folder of files; exactly one of ``host`` and ``folder`` is set.

    ``smtps://`` is encrypted from the start; ``smtp://`` by STARTTLS, unless ``?tls=no`` names a catcher of mail on a developer's machine.
    Production encrypts in any case (``ipmarket.settings.safety``).
    """

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    has_tls_from_the_start: bool = False
    has_starttls: bool = False
    folder: Path | None = None


def read_mail_server(url: str, problems: list[str]) -> MailServer | None:
    """The server that EMAIL_URL names; None without one, and where it cannot be read, which is then among the problems.

    The sentences never repeat the address, which may hold a password.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port  # read late, and raises for one that is no number
    except ValueError:
        return None  # named by the check that every address goes through
    if parts.scheme == "folder" and parts.path:
        return MailServer(folder=Path(unquote(parts.path)).expanduser().resolve())
    options = dict(parse_qsl(parts.query))
    is_server = parts.scheme in {"smtp", "smtps"} and parts.hostname and not parts.path.strip("/")
    if not is_server or not set(options) <= {"tls"} or options.get("tls", "yes") not in {"yes", "no"}:
        if parts.scheme:
            problems.append("EMAIL_URL is smtp://user:password@host:587, smtps://user:password@host:465 or folder:/path/to/mail.")
        return None
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname or "",
        port=port or (_TLS_PORT if is_tls else _SUBMISSION_PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        has_tls_from_the_start=is_tls,
        has_starttls=not is_tls and options.get("tls", "yes") == "yes",
    )


def read_sender(value: str, public_url: str) -> str:
    """Whom messages come from: what MAIL_FROM says, else an address at the site's own host."""
    return value or f"IP Market <no-reply@{urlsplit(public_url).hostname or 'localhost'}>"
