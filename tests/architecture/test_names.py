"""Every room has a name that says what is in it."""

import re

from tests.support.source_tree import assert_none, files, product_modules

ROOM_WITHOUT_A_NAME = re.compile(r"(^|/)(utils?|helpers?|commons?|misc|managers?|tools?|shared|stuff)(\.(py|ts|tsx|css))?(/|$)")
# What a service does comes first in its name.
VERB_NOUN = re.compile(r"^[a-z]+(_[a-z0-9]+)+$")


def test_no_room_without_a_name() -> None:
    assert_none(path for path in files() if ROOM_WITHOUT_A_NAME.search(path))


def test_a_service_module_is_named_verb_and_noun() -> None:
    unnamed = [
        module.path
        for module in product_modules()
        if module.rooms[-2:-1] == ("services",) and not VERB_NOUN.match(module.rooms[-1]) and module.rooms[-1] != "services"
    ]
    assert_none(unnamed)
