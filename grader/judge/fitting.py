"""Shapes that do not fit: what NumPy's own words, and the line, tell of them."""

import re
from collections.abc import Iterator

Shape = tuple[int, ...]

_PAIR = 2
_SHAPE = re.compile(r"\((\d*(?:,\d+)*),?\)")
_ONE_OF_MANY = re.compile(r"\[[^\[\]]*:[^\[\]]*,[^\[\]:]+\]")
_TIMES = re.compile(r"(?<!\*)\*(?![*=])")


def explain_fit(code: str, text: str, line: str) -> str:
    """Return what two shapes that do not fit tell, "" where they tell nothing.

    Args:
        code: of the meaning that NumPy's text has.
        text: NumPy's text.
        line: of the student's file that it came from, "" where it is not known.
    """
    if code == "matrices-do-not-fit":
        return _columns_and_rows(text)
    if code != "shapes-do-not-fit" or "operands" not in text:
        return ""
    shapes = [_shape(found) for found in _SHAPE.findall(text)]
    if len(shapes) != _PAIR:
        return ""
    left, right = shapes
    if len(left) == len(right) == _PAIR and left[1] == right[0] and _TIMES.search(line):
        return " If a matrix product is meant, it is written @ and not *."
    return next(_with_an_axis(left, right, line), "") or _each_with_each(
        left, right, line
    )


def _shape(found: str) -> Shape:
    return tuple(int(length) for length in found.split(",") if length)


def _with_an_axis(left: Shape, right: Shape, line: str) -> Iterator[str]:
    """Yield that a shape would fit with one more axis of length 1."""
    longer, shorter = sorted((left, right), key=len, reverse=True)
    if len(shorter) + 1 != len(longer):
        return
    for place in range(len(shorter), 0, -1):
        larger = (*shorter[:place], 1, *shorter[place:])
        if _fit(longer, larger):
            said = f" {shorter} would fit as {larger}, if it is meant to: "
            if _ONE_OF_MANY.search(line):
                yield (
                    f"{said}an index of one number takes its axis away, and a slice, "
                    "with its colon, keeps it."
                )
            yield (
                f"{said}keepdims=True leaves that axis where a sum, a mean or a "
                "maximum is taken, and np.newaxis in an index puts it in."
            )


def _each_with_each(left: Shape, right: Shape, line: str) -> str:
    """Return how two rows of other lengths are compared, each entry with each."""
    if len(left) != 1 or len(right) != 1 or "==" not in line:
        return ""
    return (
        " If each entry of one is meant to meet each of the other, one of them must "
        "be a column: x[:, np.newaxis]."
    )


def _fit(left: Shape, right: Shape) -> bool:
    pairs = zip(reversed(left), reversed(right), strict=False)
    return all(a == b or 1 in (a, b) for a, b in pairs)


def _columns_and_rows(text: str) -> str:
    found = re.search(r"dimension 0, .*\(size (\d+) is different from (\d+)\)", text)
    if found is None:
        return ""
    rows, columns = found.groups()
    return f", or entries in a row of numbers; here they are {columns} and {rows}"
