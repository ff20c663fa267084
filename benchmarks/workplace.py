"""Lay out what is measured: classes of submissions, and peers' environments."""

import shutil
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
INPROCESS = Path(__file__).parent / "inprocess"
VOCABULARY = ("checks", "conventions", "learning")
SHARED_PACKAGES = ("numpy", "array-api-compat")


def make_environment(folder: Path, packages: tuple[str, ...]) -> Path:
    """Make a virtual environment with NumPy as we have it, and return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pins = [f"{name}=={version(name)}" for name in SHARED_PACKAGES]
    subprocess.run(  # noqa: S603 - our own command
        [python, "-m", "pip", "install", "-q", *pins, *packages],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return python


def module_of(unit: str) -> str:
    """Return the file name of the unit's module, without a catalog to read."""
    names = {path.name for path in (ROOT / "solutions" / unit).glob("*.py")}
    return next(name for name in sorted(names) if not name.startswith("test_"))


def make_peer(folder: Path, unit: str, *, with_pytest: bool) -> None:
    """Fill a folder with our suites, the solution, and what they need to run.

    Args:
        folder: made, and searched first by the peer's Python.
        unit: such as "u06_batchnorm".
        with_pytest: whether the peer has pytest; otherwise a stand-in is laid out.
    """
    library = folder / "grader"
    shutil.copytree(ROOT / "grader" / "numerics", library / "numerics")
    (library / "__init__.py").touch()
    (library / "checks").mkdir()
    for name in VOCABULARY:
        shutil.copy(INPROCESS / f"{name}.py", library / "checks")
    both = "".join(f"from grader.checks.{name} import *\n" for name in VOCABULARY)
    (library / "checks" / "__init__.py").write_text(both, encoding="utf-8")
    for data in sorted((ROOT / "assignments" / "data").glob("*.npz")):
        shutil.copy(data, folder)
    module = module_of(unit)
    stem = module.removesuffix(".py")
    shutil.copy(ROOT / "solutions" / unit / module, folder / "solution.py")
    shutil.copy(ROOT / "solutions" / unit / module, folder / "reference.py")
    for source, name in (("solutions", "hidden"), ("assignments", "open")):
        for suite in sorted((ROOT / source / unit).glob(f"test_{stem}*.py")):
            part = suite.stem.removeprefix(f"test_{stem}")
            shutil.copy(suite, folder / f"test_{name}{part}.py")
    names = (
        ["conftest.py"] if with_pytest else ["cases.py", "gradescope.py", "floor.py"]
    )
    for name in names:
        shutil.copy(INPROCESS / name, folder / name)
    if not with_pytest:
        shutil.copy(INPROCESS / "nopytest.py", folder / "pytest.py")


def make_class(folder: Path, unit: str, size: int) -> None:
    """Fill a folder with `size` submissions of a right solution."""
    module = module_of(unit)
    for number in range(size):
        submission = folder / f"s{number:04d}"
        submission.mkdir(parents=True)
        shutil.copy(ROOT / "solutions" / unit / module, submission / module)


def grader() -> Path:
    """Return our command, in the environment this runs in."""
    return Path(sys.executable).with_name("grader")
