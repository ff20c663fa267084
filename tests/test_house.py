"""The rules of the house that no linter knows: sizes, imports, pins."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE_LINES = 300
FUNCTION_LINES = 40
NOT_OURS = {"benchmarks", "build", "dist", "results", "submissions", "__pycache__"}
WORKER_SIDE = {
    "calls",
    "channel",
    "counting",
    "counting_lines",
    "counting_objects",
    "counting_steps",
    "cupy_lacks",
    "device",
    "evaluation",
    "fresh",
    "importing",
    "late",
    "messages",
    "objects",
    "plans",
    "probe",
    "recording",
    "spawned",
    "standin",
    "standin_module",
    "standin_rules",
    "trimming",
    "trying",
    "unwire",
    "walls",
    "widening",
    "wire",
    "worker",
    "zygote",
}
WORKER_LIBRARIES = {"array_api_compat", "cupy", "msgspec", "numpy"}  # cupy: if asked
STUDENT_LIBRARIES = {"array_api_compat", "collections", "math", "numpy", "typing"}
PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9]+(\.[0-9A-Za-z]+)*")


def files(suffix: str, *folders: str) -> list[Path]:
    """Return our files with this suffix, none of a hidden or generated folder."""
    starts = [ROOT / folder for folder in folders] or [ROOT]
    return sorted(
        path
        for start in starts
        for path in start.rglob(f"*{suffix}")
        if not _is_hidden(path) and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
    )


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def name(path: Path) -> str:
    """Return the path as a reader of this repository writes it."""
    return path.relative_to(ROOT).as_posix()


def long_functions(path: Path) -> Iterator[str]:
    """Yield the place and length of every function that runs on for too long."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{name(path)}:{node.lineno} {node.name}: {length} lines"


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted name of every module that a file imports, relative ones too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def strangers(paths: list[Path], allowed: set[str]) -> list[str]:
    """Return every import whose first name is not among the allowed."""
    return [
        f"{name(path)}: {module}"
        for path in paths
        for module in imports(path)
        if module.partition(".")[0] not in allowed
    ]


def worker_imports() -> Iterator[str]:
    """Yield what the worker's side imports from the grader, as "file: module"."""
    for path in files(".py", "grader/sandbox"):
        if path.stem in WORKER_SIDE:
            yield from (
                f"{name(path)}: {module}"
                for module in imports(path)
                if module.startswith("grader")
                and module != "grader.sandbox"
                and module.removeprefix("grader.sandbox.") not in WORKER_SIDE
            )


LONG = frozenset(
    {
        # One file by the curriculum's contract: two cells and two layers.
        "solutions/u14_gated/gated.py",
        # One exercise, and a simulator of the rule with sixteen ways to be wrong.
        "solutions/u01_perceptron/test_perceptron_training.py",
    }
)


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """A file holds one idea; a longer one holds two."""
    long = [
        name(path)
        for path in files(".py")
        if len(path.read_text().splitlines()) > FILE_LINES and name(path) not in LONG
    ]

    assert [] == long


def test_no_function_is_longer_than_forty_lines() -> None:
    """A function that fits on a screen can be judged at a glance."""
    long = [found for path in files(".py") for found in long_functions(path)]

    assert [] == long


def test_every_import_is_absolute() -> None:
    """A reader sees where a name comes from without knowing where the file lies."""
    relative = [
        f"{name(path)}: {module}"
        for path in files(".py")
        for module in imports(path)
        if module.startswith(".")
    ]

    assert [] == relative


def test_the_workers_side_imports_nothing_of_ours_but_itself() -> None:
    """What a worker does not import, a submission cannot read from its memory."""
    assert [] == list(worker_imports())


def test_the_workers_side_needs_the_standard_library_and_two_more() -> None:
    """Each import costs every worker, and each is something to attack."""
    side = [path for path in files(".py", "grader/sandbox") if path.stem in WORKER_SIDE]
    allowed = {*sys.stdlib_module_names, *WORKER_LIBRARIES, "grader"}

    assert [] == strangers(side, allowed)


def test_a_student_module_imports_numpy_and_nothing_of_ours() -> None:
    """A solution must run wherever NumPy does, with no grader installed."""
    modules = [
        path
        for folder in ("assignments", "solutions")
        for path in files(".py", folder)
        if path.parent.parent == ROOT / folder
        and path.parent.name not in {"data", "milestones"}
        and not path.name.startswith(("test_", "picture"))
    ]

    assert [] == strangers(modules, STUDENT_LIBRARIES)


# `from grader import checks` names the package first.
PUBLIC_DOOR = frozenset({"grader", "grader.checks", "grader.milestones"})


def test_a_suite_or_picture_knows_only_the_public_door() -> None:
    """Everything in grader but its two doors is ours to change."""
    inside = [
        f"{name(path)}: {module}"
        for path in files(".py", "assignments", "solutions")
        for module in imports(path)
        if module.startswith("grader") and module not in PUBLIC_DOOR
    ]

    assert [] == inside


def test_constraints_hold_names_and_versions_only() -> None:
    """A URL or a path in a pin would install something else elsewhere."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()

    assert [] == [line for line in lines if not PIN.fullmatch(line)]


def test_every_package_we_ask_for_is_pinned() -> None:
    """An unpinned package makes two installations differ."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = (ROOT / "constraints.txt").read_text().lower().splitlines()
    pinned = {line.partition("==")[0] for line in lines}

    assert set() == {re.split(r"[<>=~!\[ ]", line)[0] for line in asked} - pinned
