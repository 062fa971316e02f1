"""The environment is read once, typed, and refused with every problem in one message (docs/adr/0001)."""

import ast
import re
from collections.abc import Iterator

import pytest

from ipmarket.settings import safety
from ipmarket.settings.env import EnvironmentRefused, read
from tests.support.source_tree import assert_none, dotted, imported_names, product_modules


@pytest.mark.parametrize("address", ["sqlite:///db.sqlite3", "sqlite://"])
def test_sqlite_is_refused_with_the_reason(address: str) -> None:
    with pytest.raises(EnvironmentRefused, match="which SQLite does not have"):
        read({"DATABASE_URL": address})


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(EnvironmentRefused) as refusal:
        read({"DATABASE_URL": "mysql://u@h/d", "ELASTICSEARCH_URL": "localhost", "CELERY_BROKER_URL": "redis"})
    assert [line.split(" ")[0] for line in str(refusal.value).splitlines()] == ["DATABASE_URL", "ELASTICSEARCH_URL", "CELERY_BROKER_URL"]


def test_an_address_is_taken_apart() -> None:
    database = read({"DATABASE_URL": "postgresql://some%40one:se%2Fcret@db.example.test:5433/ip"}).database
    assert database is not None
    assert (database.name, database.user, database.password, database.host, database.port) == (
        "ip",
        "some@one",
        "se/cret",
        "db.example.test",
        "5433",
    )


# Names of settings, and the short names under which dictionaries of settings keep secrets.
SECRET_NAME = re.compile(r"(?:[A-Z0-9_]*(?:KEY|KEYS|KEY_FALLBACKS|SECRET|PASSWORD|TOKEN|DSN)|(?:client_)?secret|password|key|token)")
# What these hold protects nobody: production refuses keys that begin so (ipmarket.settings.safety).
OPEN_KEYS = {"ipmarket/settings/dev.py": "development-only", "ipmarket/settings/test.py": "test-only"}
# Beside env.py: these run before settings are read, or hand the environment on to a process of their own.
READS_ENVIRONMENT = {
    "ipmarket/settings/env.py",
    "ipmarket/settings/test.py",
    "ipmarket/kernel/embedded_postgres.py",
    "ipmarket/celery.py",
    "ipmarket/wsgi.py",
}


def _literals(tree: ast.Module) -> Iterator[tuple[ast.AST, str, str]]:
    """Every text that is given to a name, or stands in a dictionary under a name, that sounds like a secret."""
    for node in ast.walk(tree):
        pairs: list[tuple[str, ast.expr]] = []
        if isinstance(node, ast.Assign):
            pairs = [(target.id, node.value) for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.Dict):
            pairs = [(str(key.value), value) for key, value in zip(node.keys, node.values, strict=True) if isinstance(key, ast.Constant)]
        elif isinstance(node, ast.keyword) and node.arg:
            pairs = [(node.arg, node.value)]
        for name, value in pairs:
            if SECRET_NAME.fullmatch(name):
                yield from ((node, name, text) for text in _texts(value))


def _texts(value: ast.expr) -> Iterator[str]:
    """The texts that a value may be. What is given to a function, such as the name of a variable, is not the value."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value
    elif not isinstance(value, ast.Call):
        for inner in ast.iter_child_nodes(value):
            if isinstance(inner, ast.expr):
                yield from _texts(inner)


def test_secrets_come_from_the_environment_alone() -> None:
    found = []
    for module in product_modules():
        if "settings" not in module.rooms and not module.path.startswith("ipmarket/settings/"):
            continue
        for node, name, value in _literals(module.tree):
            allowed = OPEN_KEYS.get(module.path)
            if not (allowed and value.startswith(allowed) and allowed in safety.KNOWN_KEYS):
                found.append(module.at(node, f"{name} is written out"))
    assert_none(found)


def test_the_open_keys_are_found_by_the_search() -> None:
    found = {module.path for module in product_modules() for _, name, _ in _literals(module.tree) if name == "SECRET_KEY"}
    assert set(OPEN_KEYS) <= found


def test_the_environment_is_read_in_one_place() -> None:
    doors = {"os.environ", "os.getenv", "os.environb"}
    found = set()
    for module in product_modules():
        names = imported_names(module.tree)
        if any(isinstance(node, ast.Attribute | ast.Name) and dotted(node, names) in doors for node in ast.walk(module.tree)):
            found.add(module.path)
    assert found <= READS_ENVIRONMENT
