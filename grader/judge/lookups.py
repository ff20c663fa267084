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
from grader.judge.sourcelines import (
    DEF,
    class_body,
    function_around,
    is_behind_the_end,
    method_body,
)

NEAR_KEY = 0.75  # one letter of four
NEAR = 0.8  # how alike two names are of which one may be meant for the other
_MISSING = re.compile(r"^'([\w.]+)' object has no attribute '(\w+)'")
_IN_MODULE = re.compile(r"^module '(\w+)' has no attribute '(\w+)'")
_UNDEFINED = re.compile(r"^name '(\w+)' is not defined")
_UNBOUND = re.compile(r"^cannot access local variable '(\w+)'")
_CALLED = re.compile(r"^(\w+)\.(\w+)\(\) (?:takes|got|missing) ")
_OWN = re.compile(r"\bdef +(\w+)|\bself\.(\w+)[^=]*(?<![=!<>])=(?!=)")
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
    return _of_object(found[1], found[2], line, lines) or _of_own(
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


def nearest_of_class(name: str, lines: Sequence[str]) -> str:
    """Return the method or attribute whose name is nearest, "" if none is near.

    Args:
        name: the one that is not there.
        lines: those of the class.
    """
    there = {each for line in lines for pair in _OWN.findall(line) for each in pair}
    names = sorted(there - {""})
    close = difflib.get_close_matches(name, names, n=1, cutoff=NEAR)
    longer = [n for n in names if {*n.split("_")} > {name} or name.startswith(f"{n}_")]
    return next(iter([*close, *longer]), "")


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
    if found is None or not _has_key(lines, name):
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


def _of_own(
    kind: str, name: str, lines: Sequence[str], *, is_forward: bool
) -> tuple[Finding, ...]:
    """Return what is wrong with an attribute of the student's own class."""
    inside = [line for _, line in class_body(lines, kind)]
    assigns = re.compile(rf"\bself\.{name}\b[^=]*(?<![=!<>])=(?!=)")
    forward = method_body(inside, "forward")
    places = [at for at, line in enumerate(forward) if assigns.search(line)]
    local = re.compile(rf"^\s*{name}\s*=(?!=)")
    is_local = any(local.match(line) for line in forward)
    if is_local and (is_forward or not places):
        return (_of_that_call(name, is_forward=is_forward),)
    if places:
        is_behind = all(is_behind_the_end(forward, at) for at in places)
        return (_kept_too_late(name, is_behind=is_behind),)
    if any("self.params" in line for line in inside) and _has_key(inside, name):
        text = f'{name} is no attribute: the parameter is self.params["{name}"].'
        return (Finding("exception:parameter-as-attribute", text),)
    if not inside or any(assigns.search(line) for line in inside):
        return ()
    if close := nearest_of_class(name, inside):
        text = f"{kind} has no .{name}. Did you mean .{close}?"
        return (Finding("exception:misspelled-of-their-own", text),)
    return (_never_kept(name, inside, any(assigns.search(line) for line in lines)),)


def _of_that_call(name: str, *, is_forward: bool) -> Finding:
    """Return that a name of one call of forward is no attribute."""
    text = f"In forward {name} is a name of that call alone: "
    text += "" if is_forward else "what backward needs is kept as "
    text += f"self.{name} is another." if is_forward else f"self.{name}."
    return Finding("exception:kept-in-a-local-name", text)


def _kept_too_late(name: str, *, is_behind: bool) -> Finding:
    """Return why a line of forward that keeps something did not run."""
    if is_behind:
        text = (
            f"The line of forward that sets self.{name} stands behind a return and "
            "never runs: move it before the return."
        )
        return Finding("exception:kept-behind-a-return", text)
    text = (
        "The object has nothing by that name yet. What backward needs must be kept in "
        "every forward, and what must always be there is made in __init__."
    )
    return Finding("exception:nothing-by-that-name", text)


def _never_kept(name: str, inside: Sequence[str], is_elsewhere: object) -> Finding:
    """Return that no line of a class keeps something under this name."""
    if is_elsewhere:
        text = (
            f"Only another class of the file sets self.{name}, and that line did not "
            "run for this object: keep it in your own methods, or call super()'s "
            "method that does."
        )
        return Finding("exception:kept-by-another-class", text)
    text = f"No line of the class sets self.{name}. "
    if method_body(inside, "backward"):
        text += "If backward needs it, forward keeps it on self; what must always be "
        text += "there is made in __init__."
    else:
        text += "What must always be there is made in __init__."
    return Finding("exception:never-kept", text)


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
    if near and _has_key([line], key):
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


def _has_key(lines: Sequence[str], name: str) -> bool:
    return any(f'"{name}"' in line or f"'{name}'" in line for line in lines)
