"""Production refuses to start with missing or unsafe values, and names all of them at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ipmarket.settings import env, safety
from ipmarket.settings.env import ROOT

SECRET = "k7Qx2mVw9RtYp4LzB8nHs3JdF6gKc1WuEa5ToXiZqMvNbPrS"
SAFE = {
    "DATABASE_URL": "postgresql://ipmarket:secret@db.example/ipmarket",
    "CACHE_URL": "redis://cache.example/0",
    "EMAIL_URL": "smtps://ipmarket:secret@mail.example",
    "SECRET_KEY": f"{SECRET}-1",
    "AUDIT_ANCHOR_KEY": f"{SECRET}-2",
    "ALLOWED_HOSTS": "market.example",
    "PUBLIC_URL": "https://market.example",
    "IPMARKET_TRUSTED_PROXIES": "1",
    "SECURITY_CONTACT": "mailto:security@market.example",
}
SENTENCES = {
    "DATABASE_URL": "DATABASE_URL is missing; the embedded database is for development.",
    "CACHE_URL": "CACHE_URL is missing; without a cache that all processes share, each would count rate limits for itself.",
    "EMAIL_URL": "EMAIL_URL is missing; without it nobody gets a code or an invitation.",
    "EMAIL_FOLDER": "EMAIL_URL names a folder, where messages would lie unsent; name a server (smtps://user:password@host:465).",
    "EMAIL_PLAIN": "EMAIL_URL says tls=no; codes and invitations leave encrypted or not at all.",
    "SECRET_KEY": "SECRET_KEY is missing or shorter than 50 characters.",
    "WEAK_KEY": "SECRET_KEY has fewer than 16 different characters; draw it at random.",
    "KNOWN_KEY": "SECRET_KEY is a key that everybody can read in a repository.",
    "AUDIT_ANCHOR_KEY": "AUDIT_ANCHOR_KEY is missing or shorter than 50 characters.",
    "SAME_KEYS": "AUDIT_ANCHOR_KEY must differ from SECRET_KEY.",
    "SHORT_FALLBACK": "SECRET_KEY_FALLBACKS, key 2, is missing or shorter than 50 characters.",
    "SAME_FALLBACK": "SECRET_KEY_FALLBACKS holds SECRET_KEY itself; it is for keys of before.",
    "MANY_FALLBACKS": "SECRET_KEY_FALLBACKS holds more than 5 keys; run rotate_keys and take the old ones out.",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS must name the hosts that are served.",
    "PUBLIC_URL": "PUBLIC_URL must be the https address of the site.",
    "OTHER_HOST": "PUBLIC_URL names a host that ALLOWED_HOSTS does not.",
    "PROXIES": "IPMARKET_TRUSTED_PROXIES is missing; say how many proxies of your own stand before the product, or 0.",
    "SECURITY_CONTACT": "SECURITY_CONTACT must say where to report a weakness: mailto:… or https://…",
    "IPMARKET_DEMO": "IPMARKET_DEMO opens demo accounts to everybody and is refused here.",
    "DJANGO_DEBUG": "DJANGO_DEBUG shows source code and settings to everybody and is refused here.",
}
NOT_THERE = "/nonexistent/ipmarket-var"


def run(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Runs Python in a process of its own with nothing but these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, "IPMARKET_VAR_DIR": NOT_THERE, **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def start(**environ: str) -> tuple[int, list[str]]:
    """Imports the production settings; returns the exit code and the sentences they refused with."""
    code = (
        "from ipmarket.settings.env import EnvironmentRefused\n"
        "try:\n"
        "    import ipmarket.settings.prod as prod\n"
        "except EnvironmentRefused as refused:\n"
        "    print(refused)\n"
        "    raise SystemExit(3)\n"
        "print(prod.DEBUG, prod.DEMO, prod.SESSION_COOKIE_SECURE, prod.CSRF_COOKIE_SECURE, prod.SECURE_SSL_REDIRECT,"
        " prod.SECURE_HSTS_SECONDS, prod.ALLOWED_HOSTS, prod.CSRF_TRUSTED_ORIGINS, prod.SECRET_KEY == prod.AUDIT_ANCHOR_KEY)\n"
        "print(prod.SESSION_COOKIE_NAME, prod.CSRF_COOKIE_NAME, prod.SESSION_COOKIE_SAMESITE, prod.CSRF_COOKIE_SAMESITE,"
        " prod.SESSION_COOKIE_HTTPONLY, prod.CSRF_COOKIE_HTTPONLY, prod.SECURE_HSTS_PRELOAD, prod.SECURE_PROXY_SSL_HEADER)\n"
        "print(prod.EMAIL_HOST, prod.EMAIL_PORT, prod.EMAIL_USE_SSL, prod.EMAIL_USE_TLS)\n"
        "print(prod.CONTENT_SECURITY_POLICY['DIRECTIVES']['upgrade-insecure-requests'], prod.SECRET_KEY_FALLBACKS)\n"
    )
    done = run("-c", code, **environ)
    assert done.returncode in {0, 3}, done.stderr
    return done.returncode, done.stdout.strip().split("\n")


def refusals(**changes: str) -> list[str]:
    """The sentences for safe values with some changed, without a process of its own."""
    return safety.problems(env.read({**SAFE, "IPMARKET_VAR_DIR": NOT_THERE, **changes}))


def test_safe_values_start() -> None:
    assert start(**SAFE) == (
        0,
        [
            "False False True True True 31536000 ['market.example'] ['https://market.example'] False",
            "__Host-session __Host-csrf Lax Lax True True True ('HTTP_X_FORWARDED_PROTO', 'https')",
            "mail.example 465 True False",
            "True []",
        ],
    )


def test_without_a_proxy_nobody_is_believed_about_the_scheme() -> None:
    assert start(**{**SAFE, "IPMARKET_TRUSTED_PROXIES": "0"})[1][1].endswith(" True None")


def test_an_empty_environment_is_told_everything_at_once() -> None:
    names = ("DATABASE_URL", "CACHE_URL", "EMAIL_URL", "SECRET_KEY", "AUDIT_ANCHOR_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "PROXIES",
             "SECURITY_CONTACT")  # fmt: skip
    assert start() == (3, [SENTENCES[name] for name in names])


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"DATABASE_URL": ""}, ["DATABASE_URL"]),
        ({"CACHE_URL": ""}, ["CACHE_URL"]),
        ({"EMAIL_URL": ""}, ["EMAIL_URL"]),
        ({"EMAIL_URL": "folder:/var/mail-out"}, ["EMAIL_FOLDER"]),
        ({"EMAIL_URL": "smtp://localhost?tls=no"}, ["EMAIL_PLAIN"]),
        ({"SECRET_KEY": SECRET, "AUDIT_ANCHOR_KEY": SECRET[:-1]}, ["SECRET_KEY", "AUDIT_ANCHOR_KEY"]),
        ({"SECRET_KEY": "s" * 60}, ["WEAK_KEY"]),
        ({"SECRET_KEY": "abcdefghijklmno" * 5}, ["WEAK_KEY"]),
        ({"SECRET_KEY": "abcdefghijklmnop" * 5}, []),
        ({"SECRET_KEY": f"django-insecure-{SECRET}"}, ["KNOWN_KEY"]),
        ({"SECRET_KEY": "development-only-key-that-production-refuses-always"}, ["KNOWN_KEY"]),
        ({"AUDIT_ANCHOR_KEY": SAFE["SECRET_KEY"], "ALLOWED_HOSTS": "market.example,*"}, ["SAME_KEYS", "ALLOWED_HOSTS"]),
        ({"ALLOWED_HOSTS": "market.example,.example"}, ["ALLOWED_HOSTS"]),
        ({"SECRET_KEY_FALLBACKS": f"{SECRET}-old,{SECRET}"}, ["SHORT_FALLBACK"]),
        ({"SECRET_KEY_FALLBACKS": SAFE["SECRET_KEY"]}, ["SAME_FALLBACK"]),
        ({"SECRET_KEY_FALLBACKS": ",".join(f"{SECRET}-old{n}" for n in range(6))}, ["MANY_FALLBACKS"]),
        ({"SECRET_KEY_FALLBACKS": ",".join(f"{SECRET}-old{n}" for n in range(5))}, []),
        ({"PUBLIC_URL": "http://market.example", "IPMARKET_DEMO": "1"}, ["PUBLIC_URL", "IPMARKET_DEMO"]),
        ({"PUBLIC_URL": "https://market.example/shop"}, ["PUBLIC_URL"]),
        ({"PUBLIC_URL": "https://other.example"}, ["OTHER_HOST"]),
        ({"IPMARKET_TRUSTED_PROXIES": ""}, ["PROXIES"]),
        ({"SECURITY_CONTACT": "http://market.example/contact"}, ["SECURITY_CONTACT"]),
        ({"DJANGO_DEBUG": "1"}, ["DJANGO_DEBUG"]),
    ],
)
def test_unsafe_values_are_each_named(changes: dict[str, str], names: list[str]) -> None:
    assert refusals(**changes) == [SENTENCES[name] for name in names]


def test_no_sentence_repeats_a_value() -> None:
    told = "".join(refusals(SECRET_KEY="hunter2", AUDIT_ANCHOR_KEY="hunter2", SECRET_KEY_FALLBACKS="hunter2", EMAIL_URL="folder:/hunter2"))
    assert "hunter2" not in told


@pytest.mark.parametrize(("mode", "is_refused"), [(0o700, False), (0o750, False), (0o755, True), (0o770, True), (0o701, True)])
def test_folders_that_others_may_enter_are_named(mode: int, is_refused: bool, tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    tmp_path.chmod(0o700)
    media.chmod(mode)
    sentence = "IPMARKET_VAR_DIR/media can be read by every account of this machine or written by its group; chmod it to 750 or less."
    assert refusals(IPMARKET_VAR_DIR=str(tmp_path)) == ([sentence] if is_refused else [])


def test_what_production_writes_passes_its_own_check(tmp_path: Path) -> None:
    """Folders that the first start made must not stop the second one."""
    code = (
        "import os, django\n"
        "django.setup()\n"
        "from django.conf import settings\n"
        "from ipmarket.kernel import files\n"
        "stored = files.store([b'x'], name='a', folder='evidence', max_bytes=1)\n"
        "settings.AUDIT_ANCHOR_FILE.parent.mkdir(parents=True)\n"
        "print(oct((settings.MEDIA_ROOT / stored.path).stat().st_mode)[-3:], oct(settings.MEDIA_ROOT.stat().st_mode)[-3:])\n"
        "print(oct(settings.AUDIT_ANCHOR_FILE.parent.stat().st_mode)[-3:])\n"
    )
    var_dir = tmp_path / "var"
    environ = {**SAFE, "DJANGO_SETTINGS_MODULE": "ipmarket.settings.prod", "IPMARKET_VAR_DIR": str(var_dir)}
    assert run("-c", code, **environ).stdout.split() == ["640", "750", "750"]
    assert refusals(IPMARKET_VAR_DIR=str(var_dir)) == []


def test_djangos_own_check_for_production_finds_nothing() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", DJANGO_SETTINGS_MODULE="ipmarket.settings.prod", **SAFE)
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced)."), done.stderr


def test_a_command_refuses_with_the_sentences() -> None:
    done = run("manage.py", "check", DJANGO_SETTINGS_MODULE="ipmarket.settings.prod", **{**SAFE, "SECRET_KEY": "short", "CACHE_URL": ""})
    assert done.returncode != 0
    assert all(SENTENCES[name] in done.stderr for name in ("SECRET_KEY", "CACHE_URL"))
