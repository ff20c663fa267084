"""The benchmarks run our suites' own files, so they must know what these import."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VOCABULARY = sorted((ROOT / "benchmarks" / "inprocess").glob("*.py"))
UNITS = ("u02_layers", "u04_optimizers", "u06_batchnorm")  # those that are measured
CHECKS = "grader.checks"


def names_defined() -> set[str]:
    """Return what the vocabulary for one process offers."""
    found: set[str] = set()
    for path in VOCABULARY:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Assign):
                found |= {one.id for one in node.targets if isinstance(one, ast.Name)}
    return found


@pytest.mark.parametrize("unit", UNITS)
def test_every_name_of_a_suite_has_a_counterpart(unit: str) -> None:
    """A benchmark that stops at an import measures nothing."""
    suites = [
        path
        for home in ("assignments", "solutions")
        for path in (ROOT / home / unit).glob("test_*.py")
    ]
    imported = {
        alias.name
        for path in suites
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == CHECKS
        for alias in node.names
    }

    assert suites
    assert not imported - names_defined()
