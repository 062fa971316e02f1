"""The environment is read once, typed, and refused with a sentence for every problem."""

import json
from pathlib import Path

import pytest

from ipmarket.settings import env
from ipmarket.settings.env import DatabaseAddress, EnvironmentRefused, read


def refused(**environ: str) -> str:
    with pytest.raises(EnvironmentRefused) as caught:
        read(environ)
    return str(caught.value)


def test_an_empty_environment() -> None:
    given = read({})
    assert given.database is None
    assert given.var_dir == env.ROOT / "var"
    texts = (given.elasticsearch_url, given.celery_broker_url, given.cache_url, given.secret_key, given.audit_anchor_key, given.public_url)
    assert texts == ("",) * 6
    assert (given.allowed_hosts, given.demo, given.debug, given.test_run) == ((), None, False, "")
    assert (given.secret_key_fallbacks, given.security_contact, given.trusted_proxies) == ((), "", None)


def test_every_variable(tmp_path: Path) -> None:
    given = read(
        {
            "DATABASE_URL": " postgresql://ip%40desk:p%2Fw@db.example:6432/ip%20market ",
            "IPMARKET_VAR_DIR": str(tmp_path / "var"),
            "IPMARKET_DATA_DIR": str(tmp_path / "data"),
            "ELASTICSEARCH_URL": "http://localhost:9200",
            "CELERY_BROKER_URL": "redis://localhost/0",
            "CACHE_URL": "redis://localhost/1",
            "SECRET_KEY": " key ",
            "SECRET_KEY_FALLBACKS": "older, oldest,,",
            "SECURITY_CONTACT": "mailto:security@a.example",
            "IPMARKET_TRUSTED_PROXIES": " 2 ",
            "AUDIT_ANCHOR_KEY": "anchor",
            "ALLOWED_HOSTS": "a.example, b.example,,",
            "PUBLIC_URL": "https://a.example//",
            "IPMARKET_DEMO": "Yes",
            "DJANGO_DEBUG": "1",
            "IPMARKET_TEST_RUN": "7",
        }
    )
    assert given.database == DatabaseAddress("ip market", "ip@desk", "p/w", "db.example", "6432")
    assert (given.var_dir, given.data_dir) == (tmp_path / "var", tmp_path / "data")
    assert (given.elasticsearch_url, given.celery_broker_url, given.cache_url) == (
        "http://localhost:9200",
        "redis://localhost/0",
        "redis://localhost/1",
    )
    assert (given.secret_key, given.audit_anchor_key) == ("key", "anchor")
    assert (given.secret_key_fallbacks, given.security_contact) == (("older", "oldest"), "mailto:security@a.example")
    assert given.trusted_proxies == 2
    assert (given.allowed_hosts, given.public_url) == (("a.example", "b.example"), "https://a.example")
    assert (given.demo, given.debug, given.test_run) == (True, True, "7")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_without_port_and_password(scheme: str) -> None:
    assert read({"DATABASE_URL": f"{scheme}://me@host/db"}).database == DatabaseAddress("db", "me", "", "host", "")


def test_a_socket_folder_has_no_host() -> None:
    assert read({"DATABASE_URL": "postgresql:///db"}).database == DatabaseAddress("db", "", "", "", "")


@pytest.mark.parametrize("url", ["sqlite:///db.sqlite3", "sqlite://:memory:", "SQLITE:///db", "sqlite3:///db"])
def test_sqlite_is_refused_with_the_reason(url: str) -> None:
    assert refused(DATABASE_URL=url) == (
        "DATABASE_URL names SQLite. The product keeps its invariants in PostgreSQL (exclusion constraints, triggers, row locks, "
        "LISTEN/NOTIFY), which SQLite does not have; leave DATABASE_URL empty to use the embedded PostgreSQL."
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://host/db", "DATABASE_URL has the scheme 'mysql'; only postgresql:// is understood."),
        ("host/db", "DATABASE_URL has the scheme ''; only postgresql:// is understood."),
        ("postgresql://host", "DATABASE_URL names no database (postgresql://user:password@host:5432/NAME)."),
        ("postgresql://host/", "DATABASE_URL names no database (postgresql://user:password@host:5432/NAME)."),
        ("postgresql://host:port/db", "DATABASE_URL cannot be read as an address (postgresql://user:password@host:5432/NAME)."),
        ("postgresql://host:99999/db", "DATABASE_URL cannot be read as an address (postgresql://user:password@host:5432/NAME)."),
        ("postgresql://[::1/db", "DATABASE_URL cannot be read as an address (postgresql://user:password@host:5432/NAME)."),
    ],
)
def test_other_addresses_that_name_no_postgresql(url: str, sentence: str) -> None:
    assert refused(DATABASE_URL=url) == sentence


@pytest.mark.parametrize("name", ["ELASTICSEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL", "PUBLIC_URL"])
def test_addresses_have_a_scheme(name: str) -> None:
    assert refused(**{name: "somewhere"}) == f"{name} is not an address."
    assert refused(**{name: "http://[::1"}) == f"{name} is not an address."


@pytest.mark.parametrize("value", ["-1", "10", "one", "1.0", "²"])
def test_proxies_are_a_small_number(value: str) -> None:
    assert refused(IPMARKET_TRUSTED_PROXIES=value) == "IPMARKET_TRUSTED_PROXIES is the number of proxies before the product, 0 to 9."


def test_all_problems_come_in_one_message() -> None:
    lines = refused(DATABASE_URL="mysql://h/d", CACHE_URL="a", PUBLIC_URL="b", ELASTICSEARCH_URL="c", CELERY_BROKER_URL="d").split("\n")
    assert [line.split(" ")[0] for line in lines] == ["DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL", "PUBLIC_URL"]


def test_a_refusal_never_shows_the_password() -> None:
    for url in (
        "mysql://me:hunter2@host/db",
        "postgresql://me:hunter2@host",
        "postgresql://me:hunter2@host:port/db",
        "sqlite://me:hunter2@x",
    ):
        assert "hunter2" not in refused(DATABASE_URL=url)


@pytest.mark.parametrize(
    ("value", "on"), [("1", True), ("true", True), (" YES ", True), ("0", False), ("on", False), ("", None), (" ", None)]
)
def test_switches_are_on_off_or_not_set(value: str, on: bool | None) -> None:
    assert read({"IPMARKET_DEMO": value}).demo is on
    assert read({"DJANGO_DEBUG": value}).debug is (on is True)


PROVIDER = {"id": "works-id", "name": "Works ID", "client_id": "abc", "secret": "provider-secret", "server_url": "https://id.example.test"}
SHAPE = "OIDC_PROVIDERS[0] must have exactly id, name, client_id, secret, server_url, each a text."


def test_providers_are_read() -> None:
    assert read({}).oidc_providers == ()
    [provider] = read({"OIDC_PROVIDERS": json.dumps([PROVIDER])}).oidc_providers
    assert (provider.id, provider.name, provider.client_id, provider.secret, provider.server_url) == tuple(PROVIDER.values())


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("{", "OIDC_PROVIDERS must be a JSON list of providers."),
        ("{}", "OIDC_PROVIDERS must be a JSON list of providers."),
        ("[1]", SHAPE),
        (
            json.dumps([{**PROVIDER, "more": "x"}]),
            SHAPE,
        ),
        (
            json.dumps([{**PROVIDER, "secret": ""}]),
            SHAPE,
        ),
        (json.dumps([{**PROVIDER, "id": "Works ID"}]), "OIDC_PROVIDERS[0]: id is lower-case letters, digits and hyphens."),
        (json.dumps([{**PROVIDER, "name": "x" * 41}]), "OIDC_PROVIDERS[0]: name is longer than 40 characters."),
        (json.dumps([{**PROVIDER, "secret": "x" * 192}]), "OIDC_PROVIDERS[0]: client_id or secret is longer than 191 characters."),
        (
            json.dumps([{**PROVIDER, "server_url": "http://id.example.test"}]),
            "OIDC_PROVIDERS[0]: server_url must be https; http is for loopback only.",
        ),
        (json.dumps([PROVIDER, PROVIDER]), "OIDC_PROVIDERS names one id twice."),
    ],
)
def test_providers_that_cannot_be_used_are_named_without_their_secret(value: str, sentence: str) -> None:
    with pytest.raises(EnvironmentRefused) as refusal:
        read({"OIDC_PROVIDERS": value})
    assert str(refusal.value) == sentence
