"""What common exceptions of NumPy code mean, and what to look at."""

import re

from grader.errors import Finding, StudentException
from grader.judge.fitting import explain_fit
from grader.judge.lookups import explain_lookup, explain_method
from grader.judge.meanings import MEANINGS
from grader.judge.reshaping import explain_reshape
from grader.judge.sourcelines import function_around

# One call of another layer, and nothing that is computed beside it.
_HANDS_ON = re.compile(
    r"^\s*(?:[\w, ]+=|return)?\s*(?:[\w\[\]]+\.)+(?:forward|backward)\([^@*+/]*\)\s*$"
)

_OF_PYTHON = re.compile(r"(?<![\w.])(max|min)\(")
_PAIRS = re.compile(r"\bfor\s+\(?\w+\s*,[^:=]*\bin\b")
_CONDITION = re.compile(r"\b(?:if|elif|while|and|or|not|assert)\b")
_RAISES = re.compile(r"^\s*(?:if .*:\s*|else:\s*)?raise\b|^\s*assert\b")
_OF_LISTS = ("stack", "concatenate", "concat", "hstack", "vstack")
_OF_TUPLES = ("zeros", "ones", "empty")
_OF_SHAPES = {"matrices-do-not-fit", "shapes-do-not-fit"}
_FROM_ELSEWHERE = _OF_SHAPES | {
    "reshape-does-not-fit",
    "division-by-zero",
    "unpacks-another-number",
}
_ANOTHER_SHAPE = Finding(
    "exception:hands-on-another-shape",
    "What that line calls got an array of another shape than it expects: which "
    "layer's output, or gradient, is handed on there, and in which order?",
)
_NO_ARRAY = Finding(
    "exception:hands-on-no-array",
    "What that line hands over is no array: a single number, or a function whose "
    "brackets () are missing.",
)
_HANDED_ON = dict.fromkeys(_OF_SHAPES, _ANOTHER_SHAPE) | {
    "product-with-a-number": _NO_ARRAY
}
_HANDED_OVER = (
    " If that line is right, look at what the line that it was reached from hands over."
)
RAISED_BY_ITSELF = (
    "Your own code stops there, with raise or assert, at an input that it must take: "
    "look at the condition that leads to that line."
)


def explain_exception(
    error: StudentException, source: bytes = b""
) -> tuple[Finding, ...]:
    """Return what an exception means, nothing where that is not known.

    Args:
        error: what the student's code raised.
        source: the student's file, b"" where it is not known.
    """
    if _RAISES.match(_line(error, source)):
        return (Finding("exception:raised-by-itself", RAISED_BY_ITSELF),)
    if found := _again(error, source):
        return found
    if found := explain_method(error, source) or explain_lookup(error, source):
        return found
    for kind, pattern, code, text in MEANINGS:
        if kind in error.kinds and re.search(pattern, error.text):
            if other := _otherwise(code, error, source):
                return (other,)
            said = text.replace("{}", _of_shapes(code, error, source))
            if code in _FROM_ELSEWHERE and set(error.callers[:1]) - {error.line}:
                said += _HANDED_OVER
            plain = said.replace("xp.", "np.") if "xp." in said else ""
            return (Finding(f"exception:{code}", said, plain=plain),)
    return ()


def _again(error: StudentException, source: bytes) -> tuple[Finding, ...]:
    """Return that a method called itself, where its parent's was meant."""
    lines = source.decode(errors="replace").splitlines()
    here = function_around(lines, error.line)[:1] if error.line else []
    name = re.match(r"\s+def +(\w+)", here[0]) if here else None
    for caller in error.callers if name else ():
        line = lines[caller - 1] if 0 < caller <= len(lines) else ""
        is_own = function_around(lines, caller)[:1] == here
        if is_own and name and f"self.{name[1]}(" in line:
            text = (
                f"Line {caller} calls this same {name[1]} again: "
                f"super().{name[1]} is that of the parent class."
            )
            return (Finding("exception:calls-itself-again", text),)
    return ()


def _otherwise(code: str, error: StudentException, source: bytes) -> Finding | None:
    """Return what says more of this line of this file, None if nothing does."""
    line = _line(error, source)
    if code == "arguments-do-not-fit" and line:
        return _arguments(error.text, line, source)
    if code == "array-for-a-number":
        return _in_one(line)
    if code in _HANDED_ON and _HANDS_ON.match(line):
        return _HANDED_ON[code]
    if code == "unpacks-another-number" and _PAIRS.search(line.partition("#")[0]):
        text = (
            "The loop takes each item apart, and an item is no pair. A loop over a "
            "dict gives its keys alone: .items() gives keys and values, enumerate and "
            "zip pairs of other things."
        )
        return Finding("exception:items-are-no-pairs", text)
    found = _OF_PYTHON.search(line)
    if code == "truth-of-an-array" and found and not _CONDITION.search(line):
        which = "largest" if found[1] == "max" else "smallest"
        plain = (
            f"Python's own {found[1]} compares numbers, and an array stands there: if "
            "it must be one number, look at the line that makes it; "
            f"np.{found[1]}(...) takes the {which} entry of an array."
        )
        text = plain.replace("np.", "xp.")
        return Finding("exception:python-compares-rows", text, plain=plain)
    return None


def _of_shapes(code: str, error: StudentException, source: bytes) -> str:
    """Return what the shapes tell that an exception is about, "" if nothing."""
    if code == "reshape-does-not-fit":
        lines = source.decode(errors="replace").splitlines()
        return explain_reshape(error.text, lines, error.line)
    return explain_fit(code, error.text, _line(error, source))


def _line(error: StudentException, source: bytes) -> str:
    """Return the line of the student's file that an exception came from, or ""."""
    lines = source.decode(errors="replace").splitlines()
    return lines[error.line - 1] if 0 < error.line <= len(lines) else ""


def _in_one(line: str) -> Finding | None:
    """Return that arrays, or the lengths of a shape, must be handed over as one."""
    for name in _OF_LISTS:
        if re.search(rf"\.{name}\((?![\[(])", line):
            said = f"NumPy's {name} takes the arrays as one list: {name}([a, b])."
            return Finding("exception:arrays-as-one-list", said)
    for name in _OF_TUPLES:
        if re.search(rf"\.{name}\([^()]*,", line):
            said = f"The shape is one argument, a tuple: {name}((2, 3))."
            return Finding("exception:shape-as-one-tuple", said)
    return None


def _arguments(text: str, line: str, source: bytes) -> Finding:
    """Return what is wrong with a call that a line of the student's file makes."""
    called = re.match(r"(?:\w+\.)*(\w+)\(\)", text)
    name = called[1] if called else ""
    if called and called[0].startswith("SVDResult."):
        said = (
            "xp.linalg.svd always gives three arrays, whatever compute_uv is: the "
            "singular values alone are xp.linalg.svdvals(...)."
        )
        return Finding("exception:svd-gives-three", said)
    for theirs, numpys in {"dim": "axis", "keepdim": "keepdims"}.items():
        if f"argument '{theirs}'" in text:
            said = f"NumPy calls {theirs} by another name: {numpys}."
            return Finding("exception:another-name-in-numpy", said)
    if found := _in_one(line):
        return found
    said = "That line calls a function with other arguments than it takes"
    is_theirs = name and re.search(rf"\bdef {name}\b", source.decode(errors="replace"))
    where = ": look at the line with its def." if is_theirs else "."
    if called and "missing" in text and re.search(rf"\b{name}\(\(", line):
        said = "That line hands over one tuple: is a pair of brackets too many"
        return Finding("exception:one-tuple", f"{said}?")
    if called and "." in called[0] and "missing 1 " in text:
        said += ", or a class stands before the dot, where an object must stand"
    return Finding("exception:arguments-of-that-line", said + where)
