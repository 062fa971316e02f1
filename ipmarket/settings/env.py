"""Every environment variable of the product, read once and typed. All that are missing or wrong are named in one message."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

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
class Env:
    var_dir: Path
    database: DatabaseAddress | None
    elasticsearch_url: str
    celery_broker_url: str
    cache_url: str
    data_dir: Path | None
    secret_key: str
    audit_anchor_key: str
    allowed_hosts: tuple[str, ...]
    public_url: str
    demo: bool | None
    debug: bool
    test_run: str


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


def _switch(value: str) -> bool | None:
    """True, False, or None where the variable is not set."""
    return value.strip().lower() in {"1", "true", "yes"} if value.strip() else None


def read(environ: dict[str, str] | None = None) -> Env:
    """Reads and checks the environment. Raises EnvironmentRefused with every problem at once."""
    source = dict(os.environ) if environ is None else environ
    problems: list[str] = []
    database = _database(source.get("DATABASE_URL", "").strip(), problems)
    for name in ("ELASTICSEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL", "PUBLIC_URL"):
        value = source.get(name, "").strip()
        parts = _split(value)
        if value and (parts is None or not parts.scheme):
            problems.append(f"{name} is not an address.")  # the value may hold a password
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
        audit_anchor_key=source.get("AUDIT_ANCHOR_KEY", "").strip(),
        allowed_hosts=tuple(h.strip() for h in source.get("ALLOWED_HOSTS", "").split(",") if h.strip()),
        public_url=source.get("PUBLIC_URL", "").strip().rstrip("/"),
        demo=_switch(source.get("IPMARKET_DEMO", "")),
        debug=bool(_switch(source.get("DJANGO_DEBUG", ""))),
        test_run=source.get("IPMARKET_TEST_RUN", "").strip(),
    )
