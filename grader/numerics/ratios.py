"""What a constant factor means: found = ratio * right, and why that may be."""

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.errors import Finding

RATIO_RTOL = 1e-5  # central differences are good to 1e-8; names lie further apart
SHOWN = 3  # with more names than this, the number has no meaning
THREE = 3  # N*H*W is the largest product that layers divide by


@dataclass(frozen=True)
class Meaning:
    """One reading of a factor.

    Attributes:
        name: the factor as a formula: "1/N".
        value: what that is here.
        phrase: what was found, with {it} for what is right: "{it} divided by N".
        cause: what usually leads to it, a clause.
    """

    name: str
    value: float
    phrase: str
    cause: str


def name_ratio(
    ratio: float,
    sizes: Mapping[str, int],
    constants: Mapping[str, float],
    noun: str = "gradient",
) -> Finding | None:
    """Return what a factor between what was found and what is right means.

    Args:
        ratio: found = ratio * right.
        sizes: extents by axis name; those of 1 say nothing and are ignored.
        constants: named numbers that may be missing or come twice.
        noun: what is right: "gradient", "value".
    """
    if not math.isfinite(ratio) or _same(ratio, 1.0):
        return None
    if _same(ratio, -1.0):
        text = f"It is the right {noun} with the opposite sign: a minus is missing, or "
        return Finding("factor:-1", text + "there is one too many.")
    straight = meanings(ratio, sizes, constants)
    if straight:
        return _finding(ratio, straight, f"the right {noun}", flipped=False)
    turned = meanings(-ratio, sizes, constants)
    if turned:
        return _finding(ratio, turned, f"the right {noun}", flipped=True)
    return None


def meanings(
    ratio: float, sizes: Mapping[str, int], constants: Mapping[str, float]
) -> tuple[Meaning, ...]:
    """Return all readings of a factor, the plainest first, () if there are too many.

    Half of the readings would be half of the truth: all are named, or none.
    """
    if _same(ratio, 1.0):
        return ()
    found = {
        meaning.name: meaning
        for meaning in _candidates(sizes, constants)
        if _same(ratio, meaning.value)
    }
    return tuple(found.values()) if len(found) <= SHOWN else ()


def name_of(
    ratio: float, sizes: Mapping[str, int], constants: Mapping[str, float]
) -> str:
    """Return a factor as a formula, "1/N", "-2", or "" where it has no name."""
    if _same(ratio, -1.0):
        return "-1"
    straight = meanings(ratio, sizes, constants)
    turned = meanings(-ratio, sizes, constants)
    if straight:
        return _joined(straight)
    return _negative(turned) if turned else ""


def _same(ratio: float, value: float) -> bool:
    return abs(ratio - value) <= RATIO_RTOL * abs(value)


def _finding(
    ratio: float, found: tuple[Meaning, ...], it: str, *, flipped: bool
) -> Finding:
    sign = ", with the opposite sign" if flipped else ""
    code = "factor:" + (_negative(found) if flipped else _joined(found))
    if len(found) == 1:
        phrase = found[0].phrase.format(it=it)
        return Finding(code, f"It is {phrase}{sign}: {found[0].cause}.")
    causes = "; or ".join(meaning.cause for meaning in found)
    here = f"It is {it} times {abs(ratio):.4g}{sign}, which is {_joined(found)} here"
    return Finding(code, f"{here}: {causes}.")


def _joined(found: tuple[Meaning, ...]) -> str:
    return " or ".join(meaning.name for meaning in found)


def _negative(found: tuple[Meaning, ...]) -> str:
    name = _joined(found)
    return f"-({name})" if " " in name else f"-{name}"


def _candidates(
    sizes: Mapping[str, int], constants: Mapping[str, float]
) -> Iterator[Meaning]:
    """Yield every factor that has a name, the plainest first."""
    axes = {name: size for name, size in sizes.items() if size > 1}
    named = {
        name: value
        for name, value in constants.items()
        if math.isfinite(value) and value != 0.0 and abs(value) != 1.0
    }
    yield from _plain()
    for name, size in axes.items():
        yield from _of_a_size(name, size)
    for name, value in named.items():
        yield from _of_a_constant(name, value)
    for name, size in axes.items():
        yield from _near_a_size(name, size)
    for pair in itertools.permutations(axes.items(), 2):
        yield from _of_two_sizes(*pair[0], *pair[1])
    for count in range(2, THREE + 1):
        for some in itertools.combinations(axes.items(), count):
            yield from _of_a_product(dict(some))


def _plain() -> Iterator[Meaning]:
    yield Meaning(
        "2",
        2.0,
        "twice {it}",
        "something was added twice, or a factor 1/2 is missing",
    )
    yield Meaning(
        "1/2",
        0.5,
        "half of {it}",
        "a factor 2 is missing (the derivative of a square has one), or a factor 1/2 "
        "came in once too often",
    )


def _of_a_size(name: str, size: int) -> Iterator[Meaning]:
    here = f"{name} ({name} = {size})"
    yield Meaning(
        name,
        float(size),
        f"{{it}} times {here}",
        f"a sum was taken where a mean belongs, a division by {name} is missing, or "
        f"{name} came in once too often",
    )
    yield Meaning(
        f"1/{name}",
        1.0 / size,
        f"{{it}} divided by {here}",
        f"a mean was taken where a sum belongs, or a factor {name} is missing",
    )


def bracket(name: str) -> str:
    """Return a name as it stands in a product: a sum in brackets, never in two."""
    is_whole = name.startswith("(") and _closes(name) == len(name) - 1
    return f"({name})" if " " in name and not is_whole else name


def _closes(name: str) -> int:
    """Return where the first bracket of a name closes."""
    depth = 0
    for place, letter in enumerate(name):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place
    return len(name)


def _of_a_constant(name: str, value: float) -> Iterator[Meaning]:
    bracketed = bracket(name)
    here = bracketed if name == f"{value:.6g}" else f"{bracketed} ({value:.6g})"
    yield Meaning(
        bracketed,
        value,
        f"{{it}} times {here}",
        "that factor came in once too often, or a division by it is missing",
    )
    yield Meaning(
        f"1/{bracketed}",
        1.0 / value,
        f"{{it}} divided by {here}",
        "that factor is missing, or a division by it came in once too often",
    )
    yield Meaning(
        f"{bracketed}^2",
        value * value,
        f"{{it}} times the square of {here}",
        "it stands in the numerator and belongs in the denominator, or came in "
        "twice too often",
    )


def _near_a_size(name: str, size: int) -> Iterator[Meaning]:
    less = f"{name} - 1"
    here = f"({name} = {size})"
    yield Meaning(
        f"{name}/({less})",
        size / (size - 1),
        f"{{it}} times {name}/({less}) {here}",
        f"a division by {less} stands where one by {name} belongs",
    )
    yield Meaning(
        f"({less})/{name}",
        (size - 1) / size,
        f"{{it}} times ({less})/{name} {here}",
        f"a division by {name} stands where one by {less} belongs",
    )
    yield Meaning(
        f"sqrt({name})",
        math.sqrt(size),
        f"{{it}} times sqrt({name}) {here}",
        f"a division by sqrt({name}) is missing, or a factor sqrt({name}) came in once "
        "too often",
    )
    yield Meaning(
        f"1/sqrt({name})",
        1.0 / math.sqrt(size),
        f"{{it}} divided by sqrt({name}) {here}",
        f"a factor sqrt({name}) is missing, or a division by it came in once too often",
    )


def _of_two_sizes(over: str, size: int, under: str, other: int) -> Iterator[Meaning]:
    yield Meaning(
        f"{over}/{under}",
        size / other,
        f"{{it}} times {over}/{under} ({over} = {size}, {under} = {other})",
        f"a division by {under} stands where one by {over} belongs, or a factor {over} "
        f"where {under} belongs",
    )


def _of_a_product(axes: Mapping[str, int]) -> Iterator[Meaning]:
    name = "*".join(axes)
    size = math.prod(axes.values())
    here = f"{name} ({name} = {size})"
    yield Meaning(
        f"1/({name})",
        1.0 / size,
        f"{{it}} divided by {here}",
        "a mean was taken where a sum belongs, or that factor is missing",
    )
    yield Meaning(
        name,
        float(size),
        f"{{it}} times {here}",
        "a sum was taken where a mean belongs, or that factor came in once too often",
    )
