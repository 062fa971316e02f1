"""News travels through the outbox. A receiver of a model signal, or work hung on a commit, would be a second, silent way."""

import ast

from tests.support.source_tree import assert_none, dotted, imported_names, product_modules

MODEL_SIGNALS = (
    "django.db.models.signals.",
    "django.dispatch.receiver",
    "django.dispatch.Signal",
    "django.core.signals.",
    "django.contrib.auth.signals.",
)
ON_COMMIT = "django.db.transaction.on_commit"


def test_no_signal_is_listened_to() -> None:
    found = [
        f"{module.path} imports {name}"
        for module in product_modules()
        for name in imported_names(module.tree).values()
        if f"{name}.".startswith(MODEL_SIGNALS) or name in MODEL_SIGNALS
    ]
    assert_none(found)


def test_nothing_hangs_on_a_commit() -> None:
    found = []
    for module in product_modules():
        names = imported_names(module.tree)
        calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
        found += [module.at(call, "calls on_commit") for call in calls if dotted(call.func, names) == ON_COMMIT]
    assert_none(found)


def test_models_have_no_logic_in_save() -> None:
    found = [
        module.at(method, f"{owner.name}.{method.name} is overridden")
        for module in product_modules()
        if "models" in module.rooms
        for owner in ast.walk(module.tree)
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete"}
    ]
    assert_none(found)
