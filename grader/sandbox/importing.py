"""Modules made of source: compiled once, and run as often as a fresh one is needed."""

import builtins
import codecs
import linecache
import random
import sys
import warnings
from types import CodeType, ModuleType

import numpy as np

from grader.sandbox.trimming import trimmed

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LIBRARIES = frozenset({"numpy", "array_api_compat", *sys.stdlib_module_names})
SUITES = "/suites"  # where modules of suites are said to lie: like a library's


def compiled(filename: str, source: bytes) -> CodeType:
    """Return a module's code, and let tracebacks find its lines.

    Raises:
        SyntaxError: it is no Python.
    """
    if source.startswith(_UTF_16):
        msg = "the file is saved as UTF-16: save it as UTF-8"
        raise SyntaxError(msg)
    lines = source.decode(errors="replace").splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    try:
        return compile(trimmed(source), filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        if "codec can't decode byte" not in str(error.msg):
            raise
        msg = "a letter of this line is not in UTF-8: save the file as UTF-8"
        raise SyntaxError(msg, (filename, error.lineno, None, None)) from None


def run_own(name: str, code: CodeType) -> ModuleType:
    """Return a new module whose import statements know the course's libraries only.

    What else is installed differs from machine to machine. This is no wall: who
    wants to get around it can.

    Raises:
        ModuleNotFoundError: it imports anything else.
    """
    allowed = LIBRARIES | {name}

    def import_module(wanted: str, *others: object, **named: object) -> ModuleType:
        top = wanted.partition(".")[0]
        if top and top not in allowed:
            msg = f"No module named {top!r}"
            raise ModuleNotFoundError(msg, name=top)
        return builtins.__import__(wanted, *others, **named)  # type: ignore[arg-type] # handed on

    return run_module(name, code, {**vars(builtins), "__import__": import_module})


def run_module(
    name: str, code: CodeType, names: dict[str, object] | None = None
) -> ModuleType:
    """Return a new module, under its name in `sys.modules`.

    Args:
        name: the module's.
        code: to be run.
        names: those that are built in, None for Python's own.
    """
    module = ModuleType(name)
    module.__file__ = code.co_filename
    if names is not None:
        module.__dict__["__builtins__"] = names
    sys.modules[name] = module
    exec(code, module.__dict__)  # noqa: S102 - running it is this process's purpose
    return module


def suite_module(name: str, source: bytes) -> ModuleType:
    """Return a suite's module, apart from theirs, which may have the same name.

    Its lines are not theirs: they are neither counted nor shown.
    """
    # A warning of its lines, at what the submission's gave, would be printed as theirs.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=f"suite_{name}")
    return run_module(f"suite_{name}", compiled(f"{SUITES}/{name}.py", source))


def seed_all(seed: int) -> None:
    """Seed the generators that belong to the process."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - a student may use it
