"""Production refuses to start with missing or unsafe values, and names all of them at once."""

import os
import subprocess
import sys

import pytest

from ipmarket.settings.env import ROOT

SAFE = {
    "DATABASE_URL": "postgresql://ipmarket:secret@db.example/ipmarket",
    "SECRET_KEY": "s" * 40,
    "AUDIT_ANCHOR_KEY": "a" * 40,
    "ALLOWED_HOSTS": "market.example",
    "PUBLIC_URL": "https://market.example",
}
SENTENCES = {
    "DATABASE_URL": "DATABASE_URL is missing; the embedded database is for development.",
    "SECRET_KEY": "SECRET_KEY is missing or shorter than 40 characters.",
    "AUDIT_ANCHOR_KEY": "AUDIT_ANCHOR_KEY is missing or shorter than 40 characters.",
    "SAME_KEYS": "AUDIT_ANCHOR_KEY must differ from SECRET_KEY.",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS must name the hosts that are served.",
    "PUBLIC_URL": "PUBLIC_URL must be the https address of the site.",
    "IPMARKET_DEMO": "IPMARKET_DEMO opens demo accounts to everybody and is refused here.",
}


def start(**environ: str) -> tuple[int, list[str]]:
    """Imports the production settings in a process of its own; returns its exit code and the sentences it refused with."""
    code = (
        "from ipmarket.settings.env import EnvironmentRefused\n"
        "try:\n"
        "    import ipmarket.settings.prod as prod\n"
        "except EnvironmentRefused as refused:\n"
        "    print(refused)\n"
        "    raise SystemExit(3)\n"
        "print(prod.DEBUG, prod.DEMO, prod.SESSION_COOKIE_SECURE, prod.CSRF_COOKIE_SECURE, prod.SECURE_SSL_REDIRECT,"
        " prod.SECURE_HSTS_SECONDS, prod.ALLOWED_HOSTS, prod.CSRF_TRUSTED_ORIGINS, prod.SECRET_KEY == prod.AUDIT_ANCHOR_KEY)\n"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**kept, **environ}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode in {0, 3}, done.stderr
    return done.returncode, done.stdout.strip().split("\n")


def test_safe_values_start() -> None:
    assert start(**SAFE) == (0, ["False False True True True 31536000 ['market.example'] ['https://market.example'] False"])


def test_an_empty_environment_is_told_everything_at_once() -> None:
    names = ("DATABASE_URL", "SECRET_KEY", "AUDIT_ANCHOR_KEY", "SAME_KEYS", "ALLOWED_HOSTS", "PUBLIC_URL")
    assert start() == (3, [SENTENCES[name] for name in names])


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"SECRET_KEY": "s" * 39, "AUDIT_ANCHOR_KEY": "a" * 39}, ["SECRET_KEY", "AUDIT_ANCHOR_KEY"]),
        ({"AUDIT_ANCHOR_KEY": SAFE["SECRET_KEY"], "ALLOWED_HOSTS": "market.example,*"}, ["SAME_KEYS", "ALLOWED_HOSTS"]),
        ({"PUBLIC_URL": "http://market.example", "IPMARKET_DEMO": "1"}, ["PUBLIC_URL", "IPMARKET_DEMO"]),
    ],
)
def test_unsafe_values_are_each_named(changes: dict[str, str], names: list[str]) -> None:
    assert start(**{**SAFE, **changes}) == (3, [SENTENCES[name] for name in names])
