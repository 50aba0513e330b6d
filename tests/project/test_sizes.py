"""Size is a smell: a module of 400 lines or a function of 60 does not pass."""

from __future__ import annotations

import ast

from tests.project.sources import ROOT, python_files

MODULE_LINES, FUNCTION_LINES = 400, 60
FOLDERS = ("luminance_geo", "dashboard", "data", "tests")


def test_modules_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in python_files(*FOLDERS)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    ]
    assert not long


def test_functions_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in python_files(*FOLDERS)
        if "versions" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long
