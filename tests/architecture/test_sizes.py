"""Functions of about 60 lines, modules of up to 400: longer means that a concept is missing."""

import ast

from tests.support.source_tree import GENERATED, ROOT, assert_none, files, python_modules

MODULE_LINES = 400
FUNCTION_LINES = 60


def test_python_modules_are_short() -> None:
    long = [
        f"{module.path}: {module.lines} lines"
        for module in python_modules()
        if module.rooms[0] != "tests" and "migrations" not in module.rooms and module.lines > MODULE_LINES
    ]
    assert_none(long)


def test_functions_are_short() -> None:
    long = []
    for module in python_modules():
        if module.rooms[0] == "tests" or "migrations" in module.rooms:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > FUNCTION_LINES:
                    long.append(module.at(node, f"{node.name}: {length} lines"))
    assert_none(long)


def test_front_end_modules_are_short() -> None:
    sources = [p for p in files() if p.startswith("frontend/src/") and p.endswith((".ts", ".tsx", ".css")) and p not in GENERATED]
    lengths = {path: (ROOT / path).read_text(encoding="utf-8").count("\n") for path in sources}
    assert {path: length for path, length in lengths.items() if length > MODULE_LINES} == {}
