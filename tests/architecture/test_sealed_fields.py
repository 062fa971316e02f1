"""Whoever seals something says where it is kept, so that a change of keys finds it (docs/runbooks/key-rotation.md)."""

import ast
import importlib
from collections.abc import Iterator

from ipmarket.kernel import sealed_fields
from tests.support.source_tree import Module, assert_none, dotted, imported_names, product_modules

SEAL = "ipmarket.kernel.sealed.seal"
# Seals anew what others registered.
ROTATION = "ipmarket.kernel.rotation.services.reseal_values"


def _purposes(module: Module) -> Iterator[tuple[ast.Call, object]]:
    names = imported_names(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func, names) == SEAL:
            purpose = next((keyword.value for keyword in node.keywords if keyword.arg == "purpose"), None)
            if isinstance(purpose, ast.Constant):
                yield node, purpose.value
            elif isinstance(purpose, ast.Name):
                yield node, getattr(importlib.import_module(module.name), purpose.id, None)
            else:
                yield node, None


def test_every_purpose_of_sealing_is_registered() -> None:
    known = {field.purpose for field in sealed_fields.registered()}
    assert "mail.values" in known
    found = []
    for module in product_modules():
        if module.name != ROTATION:
            found += [module.at(call, f"seals for {purpose!r}") for call, purpose in _purposes(module) if purpose not in known]
    assert_none(found)
