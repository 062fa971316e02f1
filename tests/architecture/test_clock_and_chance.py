"""No clock, chance or network in domain code: the instant comes in as ``at``, identifiers from the kernel, vendors behind one adapter."""

import ast
from collections.abc import Iterator

from tests.support.source_tree import Module, assert_none, dotted, imported_names, product_modules

DOMAIN = {"services", "selectors", "models", "states", "ingest", "documents", "analysis", "language", "indexing", "saved"}
CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.sleep",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "ipmarket.kernel.clock.now",
}
CHANCE = ("random.", "secrets.", "uuid.uuid", "os.urandom", "numpy.random.", "django.utils.crypto.get_random_string")
NETWORK = {"socket", "requests", "httpx", "urllib.request", "http.client", "smtplib", "ftplib", "urllib3", "aiohttp"}
EXCEPTED = {
    "ipmarket.accounts.selectors.actors": "turns a request into an actor; roles and memberships hold at the moment of the request",
    "ipmarket.kernel.audit.services.record_entry": "the salt of erasable values has to be unpredictable",
}


def _domain_modules() -> Iterator[Module]:
    return (m for m in product_modules() if DOMAIN & set(m.rooms[1:]) and m.name not in EXCEPTED and "management" not in m.rooms)


def test_domain_code_reads_no_clock_and_throws_no_dice() -> None:
    found = []
    for module in _domain_modules():
        names = imported_names(module.tree)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute | ast.Name):
                name = dotted(node, names)
                if name in CLOCKS or name.startswith(CHANCE):
                    found.append(module.at(node, f"uses {name}"))
    assert_none(sorted(set(found)))


def test_domain_code_talks_to_no_network() -> None:
    found = []
    for module in _domain_modules():
        names = imported_names(module.tree).values()
        found += [f"{module.path} imports {name}" for name in names if any(f"{name}.".startswith(f"{vendor}.") for vendor in NETWORK)]
    assert_none(found)


def test_no_exception_is_left_over() -> None:
    assert set(EXCEPTED) <= {module.name for module in product_modules()}
