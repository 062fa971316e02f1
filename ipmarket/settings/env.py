"""Every environment variable of the product, read once and typed. All that are missing or wrong are named in one message."""

import json
import os
import re
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ipmarket.settings.mail import MailServer, read_mail_server, read_sender

ROOT = Path(__file__).resolve().parents[2]
POSTGRES_SCHEMES = {"postgres", "postgresql"}


class EnvironmentRefused(Exception):
    """The environment holds unusable values; the message names each of them."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where PostgreSQL listens. An empty host with a socket folder means a Unix socket."""

    name: str
    user: str
    password: str
    host: str
    port: str
    # What libpq understands beyond the address, such as sslmode.
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """An OpenID Connect provider that people may sign in with. ``id`` stands in addresses, ``name`` on the button."""

    id: str
    name: str
    client_id: str
    secret: str
    server_url: str


@dataclass(frozen=True, slots=True)
class Env:
    var_dir: Path
    database: DatabaseAddress | None
    elasticsearch_url: str
    celery_broker_url: str
    cache_url: str
    data_dir: Path | None
    secret_key: str
    # Keys of before: they still open what was signed or sealed under them, and nothing new is made with them.
    secret_key_fallbacks: tuple[str, ...]
    audit_anchor_key: str
    allowed_hosts: tuple[str, ...]
    public_url: str
    mail_server: MailServer | None
    mail_from: str
    security_contact: str
    trusted_proxies: int | None
    demo: bool | None
    debug: bool
    test_run: str
    oidc_providers: tuple[OidcProvider, ...]


def _split(url: str) -> SplitResult | None:
    """The parts of an address; None for one whose host or port cannot be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # read late, and raises what the caller wants to name
    except ValueError:
        return None
    return parts


def _database(url: str, problems: list[str]) -> DatabaseAddress | None:
    if not url:
        return None
    if url.lower().startswith("sqlite"):
        problems.append(
            "DATABASE_URL names SQLite. The product keeps its invariants in PostgreSQL (exclusion constraints, triggers, row locks, "
            "LISTEN/NOTIFY), which SQLite does not have; leave DATABASE_URL empty to use the embedded PostgreSQL."
        )
        return None
    parts = _split(url)
    if parts is None:
        problems.append("DATABASE_URL cannot be read as an address (postgresql://user:password@host:5432/NAME).")
        return None
    if parts.scheme not in POSTGRES_SCHEMES:
        problems.append(f"DATABASE_URL has the scheme {parts.scheme!r}; only postgresql:// is understood.")
        return None
    name = unquote(parts.path.lstrip("/"))
    if not name:
        problems.append("DATABASE_URL names no database (postgresql://user:password@host:5432/NAME).")
        return None
    return DatabaseAddress(
        name,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.hostname or "",
        str(parts.port or ""),
        tuple(parse_qsl(parts.query)),
    )


def _data_dir(value: str) -> Path | None:
    """The folder of real patent data: what the variable names, else ``shared/data`` beside the checkout when it is there."""
    if value:
        return Path(value).expanduser().resolve()
    beside = ROOT.parent / "shared" / "data"
    return beside if beside.is_dir() else None


def _provider(entry: object, place: str, problems: list[str]) -> OidcProvider | None:
    """One provider, or None with a sentence for everything that is wrong with it. No sentence repeats a value: one of them is a secret."""
    names = [field.name for field in fields(OidcProvider)]
    if not isinstance(entry, dict) or set(entry) != set(names) or not all(isinstance(entry[n], str) and entry[n].strip() for n in names):
        problems.append(f"{place} must have exactly {', '.join(names)}, each a text.")
        return None
    provider = OidcProvider(**{name: entry[name].strip() for name in names})
    wrong = [
        sentence
        for bad, sentence in (
            (not re.fullmatch(r"[a-z][a-z0-9-]{0,29}", provider.id), f"{place}: id is lower-case letters, digits and hyphens."),
            (len(provider.name) > 40, f"{place}: name is longer than 40 characters."),
            (len(provider.client_id) > 191 or len(provider.secret) > 191, f"{place}: client_id or secret is longer than 191 characters."),
            (not _is_safe_server(provider.server_url), f"{place}: server_url must be https; http is for loopback only."),
        )
        if bad
    ]
    problems.extend(wrong)
    return None if wrong else provider


def _is_safe_server(url: str) -> bool:
    parts = _split(url)
    if parts is None or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"})


def _oidc_providers(value: str, problems: list[str]) -> tuple[OidcProvider, ...]:
    if not value:
        return ()
    try:
        entries = json.loads(value)
    except ValueError:
        entries = None
    if not isinstance(entries, list):
        problems.append("OIDC_PROVIDERS must be a JSON list of providers.")
        return ()
    read = [_provider(entry, f"OIDC_PROVIDERS[{index}]", problems) for index, entry in enumerate(entries)]
    found = tuple(provider for provider in read if provider is not None)
    if len({provider.id for provider in found}) != len(found):
        problems.append("OIDC_PROVIDERS names one id twice.")
    return found


def _switch(value: str) -> bool | None:
    """True, False, or None where the variable is not set."""
    return value.strip().lower() in {"1", "true", "yes"} if value.strip() else None


def _names(value: str) -> tuple[str, ...]:
    """The parts of a list with commas, without empty ones."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _proxies(value: str, problems: list[str]) -> int | None:
    """How many proxies of our own stand before the product; None where nobody said."""
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) == 1):
        problems.append("IPMARKET_TRUSTED_PROXIES is the number of proxies before the product, 0 to 9.")
        return None
    return int(value)


def read(environ: dict[str, str] | None = None) -> Env:
    """Reads and checks the environment. Raises EnvironmentRefused with every problem at once."""
    source = dict(os.environ) if environ is None else environ
    problems: list[str] = []
    database = _database(source.get("DATABASE_URL", "").strip(), problems)
    for name in ("ELASTICSEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL", "PUBLIC_URL", "EMAIL_URL", "SECURITY_CONTACT"):
        value = source.get(name, "").strip()
        parts = _split(value)
        if value and (parts is None or not parts.scheme):
            problems.append(f"{name} is not an address.")  # the value may hold a password
    mail_server = read_mail_server(source.get("EMAIL_URL", "").strip(), problems)
    trusted_proxies = _proxies(source.get("IPMARKET_TRUSTED_PROXIES", "").strip(), problems)
    oidc_providers = _oidc_providers(source.get("OIDC_PROVIDERS", "").strip(), problems)
    if problems:
        raise EnvironmentRefused("\n".join(problems))
    return Env(
        var_dir=Path(source.get("IPMARKET_VAR_DIR", "").strip() or ROOT / "var").resolve(),
        database=database,
        elasticsearch_url=source.get("ELASTICSEARCH_URL", "").strip(),
        celery_broker_url=source.get("CELERY_BROKER_URL", "").strip(),
        cache_url=source.get("CACHE_URL", "").strip(),
        data_dir=_data_dir(source.get("IPMARKET_DATA_DIR", "").strip()),
        secret_key=source.get("SECRET_KEY", "").strip(),
        secret_key_fallbacks=_names(source.get("SECRET_KEY_FALLBACKS", "")),
        audit_anchor_key=source.get("AUDIT_ANCHOR_KEY", "").strip(),
        allowed_hosts=_names(source.get("ALLOWED_HOSTS", "")),
        public_url=source.get("PUBLIC_URL", "").strip().rstrip("/"),
        mail_server=mail_server,
        mail_from=read_sender(source.get("MAIL_FROM", "").strip(), source.get("PUBLIC_URL", "").strip()),
        security_contact=source.get("SECURITY_CONTACT", "").strip(),
        trusted_proxies=trusted_proxies,
        demo=_switch(source.get("IPMARKET_DEMO", "")),
        debug=bool(_switch(source.get("DJANGO_DEBUG", ""))),
        test_run=source.get("IPMARKET_TEST_RUN", "").strip(),
        oidc_providers=oidc_providers,
    )
