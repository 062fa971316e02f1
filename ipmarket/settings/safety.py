"""What production asks of its environment. Pure: values in, one sentence for each thing that is missing or unsafe out."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ipmarket.settings.env import Env

KEY_CHARACTERS: Final = 50
# A key drawn at random from letters and digits has far more; one that was typed has fewer.
KEY_DISTINCT_CHARACTERS: Final = 16
# Beginnings of keys that stand in this tree or that start-up tools write.
KNOWN_KEYS: Final = ("development-only", "test-only", "django-insecure", "changeme", "change-me")
MOST_FALLBACKS: Final = 5
# What nobody but the product's own account and its group may enter.
PRIVATE_FOLDERS: Final = ("", "media", "mail", "audit")


def problems(env: Env) -> list[str]:
    """Return every reason not to start, in the order of the variables. A sentence never repeats a value: it may be a secret."""
    return [*_services(env), *_keys(env), *_addresses(env), *_switches(env), *_folders(env.var_dir)]


def _services(env: Env) -> Iterator[str]:
    if env.database is None:
        yield "DATABASE_URL is missing; the embedded database is for development."
    if not env.cache_url:
        yield "CACHE_URL is missing; without a cache that all processes share, each would count rate limits for itself."
    if env.mail_server is None:
        yield "EMAIL_URL is missing; without it nobody gets a code or an invitation."
    elif env.mail_server.folder is not None:
        yield "EMAIL_URL names a folder, where messages would lie unsent; name a server (smtps://user:password@host:465)."
    elif not (env.mail_server.has_tls_from_the_start or env.mail_server.has_starttls):
        yield "EMAIL_URL says tls=no; codes and invitations leave encrypted or not at all."


def _keys(env: Env) -> Iterator[str]:
    for name, key in (("SECRET_KEY", env.secret_key), ("AUDIT_ANCHOR_KEY", env.audit_anchor_key)):
        yield from _key(name, key)
    if env.secret_key and env.secret_key == env.audit_anchor_key:
        yield "AUDIT_ANCHOR_KEY must differ from SECRET_KEY."
    for number, key in enumerate(env.secret_key_fallbacks, start=1):
        yield from _key(f"SECRET_KEY_FALLBACKS, key {number},", key)
    if env.secret_key in env.secret_key_fallbacks:
        yield "SECRET_KEY_FALLBACKS holds SECRET_KEY itself; it is for keys of before."
    if len(env.secret_key_fallbacks) > MOST_FALLBACKS:
        yield f"SECRET_KEY_FALLBACKS holds more than {MOST_FALLBACKS} keys; run rotate_keys and take the old ones out."


def _key(name: str, key: str) -> Iterator[str]:
    if len(key) < KEY_CHARACTERS:
        yield f"{name} is missing or shorter than {KEY_CHARACTERS} characters."
    elif key.lower().startswith(KNOWN_KEYS):
        yield f"{name} is a key that everybody can read in a repository."
    elif len(set(key)) < KEY_DISTINCT_CHARACTERS:
        yield f"{name} has fewer than {KEY_DISTINCT_CHARACTERS} different characters; draw it at random."


def _addresses(env: Env) -> Iterator[str]:
    if not env.allowed_hosts or any("*" in host or host.startswith(".") for host in env.allowed_hosts):
        yield "ALLOWED_HOSTS must name the hosts that are served."
    public = urlsplit(env.public_url)
    if public.scheme != "https" or not public.hostname or public.path:
        yield "PUBLIC_URL must be the https address of the site."
    elif env.allowed_hosts and public.hostname not in {host.lower() for host in env.allowed_hosts}:
        yield "PUBLIC_URL names a host that ALLOWED_HOSTS does not."
    if env.trusted_proxies is None:
        yield "IPMARKET_TRUSTED_PROXIES is missing; say how many proxies of your own stand before the product, or 0."
    contact = urlsplit(env.security_contact)
    if contact.scheme not in {"https", "mailto"}:
        yield "SECURITY_CONTACT must say where to report a weakness: mailto:… or https://…"


def _switches(env: Env) -> Iterator[str]:
    if env.demo:
        yield "IPMARKET_DEMO opens demo accounts to everybody and is refused here."
    if env.debug:
        yield "DJANGO_DEBUG shows source code and settings to everybody and is refused here."


def _folders(var_dir: Path) -> Iterator[str]:
    for name in PRIVATE_FOLDERS:
        folder = var_dir / name
        if folder.is_dir() and folder.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
            shown = f"IPMARKET_VAR_DIR/{name}".rstrip("/")
            yield f"{shown} can be read by every account of this machine or written by its group; chmod it to 750 or less."
