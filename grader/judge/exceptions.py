"""What common exceptions of NumPy code mean, and what to look at."""

import re

from grader.errors import Finding, StudentException
from grader.judge.fitting import explain_fit
from grader.judge.lookups import explain_lookup, explain_method
from grader.judge.meanings import MEANINGS
from grader.judge.reshaping import explain_reshape

# One call of another layer, and nothing that is computed beside it.
_HANDS_ON = re.compile(
    r"^\s*(?:[\w, ]+=|return)?\s*(?:[\w\[\]]+\.)+(?:forward|backward)\([^@*+/]*\)\s*$"
)

_OF_PYTHON = re.compile(r"(?<![\w.])(max|min)\(")
_PAIRS = re.compile(r"\bfor\s+\(?\w+\s*,[^:=]*\bin\b")
_CONDITION = re.compile(r"\b(?:if|elif|while|and|or|not|assert)\b")
_RAISES = re.compile(r"^\s*(?:if .*:\s*|else:\s*)?raise\b|^\s*assert\b")
_OF_SHAPES = {"matrices-do-not-fit", "shapes-do-not-fit"}
_FROM_ELSEWHERE = _OF_SHAPES | {
    "reshape-does-not-fit",
    "division-by-zero",
    "unpacks-another-number",
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


def _otherwise(code: str, error: StudentException, source: bytes) -> Finding | None:
    """Return what says more of this line of this file, None if nothing does."""
    line = _line(error, source)
    if code == "arguments-do-not-fit" and line:
        return _arguments(error.text, line, source)
    if code in _OF_SHAPES and _HANDS_ON.match(line):
        text = (
            "What that line calls got an array of another shape than it expects: which "
            "layer's output, or gradient, is handed on there, and in which order?"
        )
        return Finding("exception:hands-on-another-shape", text)
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


def _arguments(text: str, line: str, source: bytes) -> Finding:
    """Return what is wrong with a call that a line of the student's file makes."""
    found = re.match(r"(?:\w+\.)*(\w+)\(\)", text)
    name = found[1] if found else ""
    if found and found[0].startswith("SVDResult."):
        said = (
            "xp.linalg.svd always gives three arrays, whatever compute_uv is: the "
            "singular values alone are xp.linalg.svdvals(...)."
        )
        return Finding("exception:svd-gives-three", said)
    for theirs, numpys in {"dim": "axis", "keepdim": "keepdims"}.items():
        if f"argument '{theirs}'" in text:
            said = f"NumPy calls {theirs} by another name: {numpys}."
            return Finding("exception:another-name-in-numpy", said)
    said = "That line calls a function with other arguments than it takes"
    is_theirs = name and re.search(rf"\bdef {name}\b", source.decode(errors="replace"))
    where = ": look at the line with its def." if is_theirs else "."
    if found and "missing" in text and re.search(rf"\b{name}\(\(", line):
        said = "That line hands over one tuple: is a pair of brackets too many"
        return Finding("exception:one-tuple", f"{said}?")
    if found and "." in found[0] and "missing 1 " in text:
        said += ", or a class stands before the dot, where an object must stand"
    return Finding("exception:arguments-of-that-line", said + where)
