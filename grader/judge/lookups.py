"""What a name that was not found means: an attribute, a key, a variable.

The student's file is searched line by line and never parsed: what is nested deep
enough ends a parser. A cause is told only where the file or the kind of object
shows it.
"""

import difflib
import re
from collections.abc import Sequence

import numpy as np

from grader.errors import Finding, StudentException
from grader.judge.ownnames import NEAR, explain_own
from grader.judge.sourcelines import DEF, class_body, function_around, has_key

NEAR_KEY = 0.75  # one letter of four
_MISSING = re.compile(r"^'([\w.]+)' object has no attribute '(\w+)'")
_IN_MODULE = re.compile(r"^module '(\w+)' has no attribute '(\w+)'")
_UNDEFINED = re.compile(r"^name '(\w+)' is not defined")
_UNBOUND = re.compile(r"^cannot access local variable '(\w+)'")
_CALLED = re.compile(r"^(\w+)\.(\w+)\(\) (?:takes|got|missing) ")
_NUMBERS = ("bool", "int", "float", "list", "tuple")  # have an array beside them
_DTYPES = frozenset({"bool", "int", "float", "complex", "object", "str", "float_"})


def explain_lookup(error: StudentException, source: bytes) -> tuple[Finding, ...]:
    """Return what a name that was not found means, nothing where that is not known.

    Args:
        error: what the student's code raised.
        source: the student's file, b"" where it is not known.
    """
    lines = source.decode(errors="replace").splitlines()
    line = lines[error.line - 1] if 0 < error.line <= len(lines) else ""
    if "AttributeError" in error.kinds:
        return _of_attribute(error, line, lines)
    if "KeyError" in error.kinds:
        return _of_dict(error.text, line, lines)
    if "NameError" in error.kinds and (found := _UNDEFINED.match(error.text)):
        return _of_scope(found[1], lines)
    if "UnboundLocalError" in error.kinds and (found := _UNBOUND.match(error.text)):
        return _of_function(found[1], function_around(lines, error.line))
    return ()


def _of_attribute(
    error: StudentException, line: str, lines: Sequence[str]
) -> tuple[Finding, ...]:
    if found := _IN_MODULE.match(error.text):
        return _of_module(found[1], found[2])
    if (found := _MISSING.match(error.text)) is None:
        return ()
    around = function_around(lines, error.line)
    is_forward = bool(around) and " forward(" in around[0]
    return _of_object(found[1], found[2], line, lines) or explain_own(
        found[1], found[2], lines, is_forward=is_forward
    )


def explain_method(error: StudentException, source: bytes) -> tuple[Finding, ...]:
    """Return that a method lacks `self`, where its call failed and the file shows it.

    Args:
        error: what a call raised.
        source: the student's file, b"" where it is not known.
    """
    found = _CALLED.match(error.text)
    if "TypeError" not in error.kinds or found is None:
        return ()
    numbered = class_body(source.decode(errors="replace").splitlines(), found[1])
    before = ""
    body = [line for _, line in numbered]
    for (number, line), after in zip(numbered, [*body[1:], ""], strict=False):
        made = DEF.match(line + after.strip() if line.endswith("(") else line)
        if made and made[1] == found[2] and not before.startswith("@"):
            if made[2] in ("self", "cls") or made[2].startswith("*"):
                return ()
            there = f"it is {made[2]}" if made[2] else "there is none"
            text = (
                "The first argument of a method is self, the object itself; in line "
                f"{number} {there}."
            )
            return (Finding("exception:without-self", text),)
        before = line.strip()
    return ()


def _of_module(module: str, name: str) -> tuple[Finding, ...]:
    if module == "numpy" and name not in _DTYPES:
        close = difflib.get_close_matches(name, dir(np), n=1, cutoff=NEAR)
        if close:
            text = f"NumPy has no np.{name}. Did you mean np.{close[0]}?"
            return (Finding("exception:misspelled-in-the-module", text),)
    text = (
        "That module has nothing by that name: it is misspelled, or was taken out "
        "of newer versions."
    )
    if module == "numpy" and name in _DTYPES:
        text += " To choose a dtype, take that of the input, x.dtype."
    return (Finding("exception:not-in-the-module", text),)


def _of_object(
    kind: str, name: str, line: str, lines: Sequence[str]
) -> tuple[Finding, ...]:
    """Return what is wrong with an attribute of a number, a dict or an array."""
    if kind in _NUMBERS and hasattr(np.ndarray, name):
        article = "An" if kind == "int" else "A"
        plain = f"{article} {kind} has no .{name}: np.asarray(...) makes an array of it"
        text = plain.replace("np.", "xp.")
        return (Finding("exception:no-array", f"{text}.", plain=f"{plain}."),)
    if kind == "dict":
        return _of_set(name) or _of_params(name, line, lines)
    if kind == "numpy.ndarray":
        return _of_array(name)
    return ()


def _of_set(name: str) -> tuple[Finding, ...]:
    """Return that a dict was made where a set was meant."""
    if name != "add":
        return ()
    text = "A dict has no .add: {} makes an empty dict, and set() an empty set."
    return (Finding("exception:dict-for-a-set", text),)


def _of_params(name: str, line: str, lines: Sequence[str]) -> tuple[Finding, ...]:
    """Return how an entry of a dict is read, if the file has a key of this name."""
    found = re.search(rf"([\w.]+)\.{name}\b", line)
    if found is None or not has_key(lines, name):
        return ()
    text = (
        f"An entry of a dict is read by its key in square brackets: "
        f'{found[1]}["{name}"].'
    )
    return (Finding("exception:entry-as-attribute", text),)


def _of_array(name: str) -> tuple[Finding, ...]:
    close = difflib.get_close_matches(name, dir(np.ndarray), n=1, cutoff=NEAR)
    if callable(getattr(np, name, None)):
        plain = f"An array has no .{name}; it is a function of NumPy: np.{name}(...)."
        text = plain.replace("np.", "xp.")
        return (Finding("exception:function-as-method", text, plain=plain),)
    if name in {"get", "cpu", "numpy"}:
        text = (
            f"An array has no .{name}(): that takes an array back from a GPU, and code "
            "that runs on both leaves it where it is."
        )
        return (Finding("exception:back-from-the-gpu", text),)
    if close:
        text = f"An array has no .{name}. Did you mean .{close[0]}?"
        return (Finding("exception:misspelled-of-an-array", text),)
    return ()


def _of_function(name: str, lines: Sequence[str]) -> tuple[Finding, ...]:
    """Return why a name that has a value elsewhere has none in a function."""
    text = (
        f"The function gives {name} a value in one of its lines, so {name} is a name "
        "of its own, and it has no value yet where it is used."
    )
    if lines and "def backward" in lines[0]:
        text += f" backward does not get {name}: forward must keep it on self."
    return (Finding("exception:no-value-yet", text),)


def _of_dict(text: str, line: str, lines: Sequence[str]) -> tuple[Finding, ...]:
    key = text.strip("'")
    keys = set(re.findall(r"[\"'](\w+)[\"']", "\n".join(lines))) - {key}
    near = [each for each in sorted(keys) if each.casefold() == key.casefold()]
    near = near or difflib.get_close_matches(key, sorted(keys), n=1, cutoff=NEAR_KEY)
    if near and has_key([line], key):
        said = f'The dict has no key "{key}". Did you mean "{near[0]}"?'
        return (Finding("exception:misspelled-key", said),)
    said = (
        "A dict in that line lacks this key. Go through the keys that it has, or "
        "ask with `in` before you use one."
    )
    if re.search(r"\bself\.(?!params\b|grads\b)\w+\[", line):
        said = (
            "A dict in that line lacks this key. If it is one on self, what is kept by "
            "key must be made when a key is first seen; if it was handed over, look at "
            "the order of the arguments."
        )
    return (Finding("exception:no-such-key", said),)


def _of_scope(name: str, lines: Sequence[str]) -> tuple[Finding, ...]:
    """Return that the import of NumPy is missing, if no line has it."""
    imported = re.compile(rf"^\s*(?:import|from)\b.*\b{name}\b")
    if name == "np" and not any(imported.match(line) for line in lines):
        text = "No line of the file imports np: put `import numpy as np` at its top."
        return (Finding("exception:not-imported", text),)
    if any(f"self.{name}" in line for line in lines):
        text = f"{name} is no name of that function. Did you mean self.{name}?"
        return (Finding("exception:without-self-dot", text),)
    if name == "xp":
        text = (
            "xp is made in each function that uses it: xp = array_namespace(x), "
            "with the name of one of its arrays."
        )
        return (Finding("exception:xp-not-made", text),)
    return ()
