"""The check that code has no loop over data, told from counts and not from a clock."""

import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import msgspec

from grader.checks.work import Work, shown_line
from grader.errors import CheckFailed, CourseError, Finding
from grader.numerics.slopes import Counts, Signal, growth
from grader.sandbox.handles import line_of
from grader.sandbox.line import Line, refuse
from grader.sandbox.messages import Count

SMALL, LARGE = 8, 64  # the sizes that every dimension is tried at
TIMES = 3  # the fastest run of the reference counts
SHORTEST_S = 1e-9
_LOOP = re.compile(r"\b(for|while)\b")

Sizes = dict[str, int]
Clock = Callable[[], float]


def vectorised(
    build: Callable[[Sizes], Work],
    *,
    over: Mapping[str, int],
    reference: Callable[[Sizes], Callable[[], object]] | None = None,
    clock: Clock = time.perf_counter,
) -> None:
    """Check that the code does no step more where a dimension is larger.

    Each dimension is tried at 8 and at 64, the others at their usual size; the
    dimensions that the manifest allows loops over are left out.

    Args:
        build: given the size of every dimension, makes what shall be done.
        over: the dimensions, each with its usual size.
        reference: given the same sizes, a call that does the same with the
            reference; how much longer the student's code takes at size 64 of
            the first dimension is then noted. It costs no points.
        clock: seconds.

    Raises:
        CheckFailed: the code loops over a dimension, or stops the counting.
        CourseError: there is no dimension to vary.
    """
    usual = dict(over)
    line = line_of(build(usual).owner)
    varied = _varied(line, over)
    sizes = [{**usual, name: size} for name in varied for size in (SMALL, LARGE)]
    claim = _counted(line, [build(each) for each in sizes])
    _require_counting(claim)
    for number, name in enumerate(varied):
        small, large = claim.trials[2 * number : 2 * number + 2]
        _require_flat(name, small, large, dict(claim.lines))
    if reference is not None:
        line.slowdown = _slowdown(claim, _fastest(reference(sizes[1]), clock))


Natural = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
Text = Annotated[str, msgspec.Meta(max_length=100)]
Name = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[-\w. ]+\Z")]


class _Trial(msgspec.Struct, frozen=True, array_like=True):
    """What the worker says of one trial; see `counting.count`."""

    steps: list[tuple[Natural, Natural]]
    operations: list[tuple[Natural, Natural]]
    objects: tuple[Natural, Natural]
    calls: list[tuple[Natural, Name]]
    seconds: float
    disturbed: bool

    def counts(self) -> Counts:
        """Return it as `numerics` knows it."""
        return Counts(dict(self.steps), dict(self.operations), *self.objects)


class _Claim(msgspec.Struct, frozen=True, array_like=True):
    """What the worker says of all trials, and the texts of lines it names."""

    trials: list[_Trial]
    lines: list[tuple[Natural, Text]]


def _varied(line: Line, over: Mapping[str, int]) -> list[str]:
    """Return the dimensions to try at two sizes."""
    varied = [name for name in over if name not in line.may_loop_over]
    if not varied:
        msg = (
            "vectorised: expected a dimension that the exercise may not loop over, "
            f"found only {', '.join(over)}; remove the check or a dimension of "
            "may_loop_over."
        )
        raise CourseError(msg)
    return varied


def _counted(line: Line, works: Sequence[Work]) -> _Claim:
    """Have all trials counted in one message."""
    packer = line.packer()
    trials = [work.trial(packer) for work in works]
    what = works[0].name
    reply = line.ask(Count(trials), packer, at_length=True, what=what).value
    try:
        claim = msgspec.convert(reply, _Claim)
    except msgspec.ValidationError:
        refuse("a reply to a count had the wrong form")
    if len(claim.trials) != len(works):
        refuse("a reply to a count had the wrong length")
    return claim


def _require_counting(claim: _Claim) -> None:
    if any(each.disturbed for each in claim.trials):
        cause = "Your code switches off the grader's counting of steps."
        msg = f"{cause} Remove the calls of sys.settrace and sys.setprofile."
        raise CheckFailed(msg, (Finding("counting:off", cause),))


def _require_flat(
    name: str, small: _Trial, large: _Trial, lines: Mapping[int, str]
) -> None:
    loops = [number for number, text in lines.items() if _LOOP.search(text)]
    hidden = [line for line, call in large.calls if call.startswith("np.")]
    found = growth(small.counts(), large.counts(), LARGE - SMALL, loops, hidden)
    if found is None:
        return
    calls = sorted({call for line, call in large.calls if line == found.line})
    if found.signal is Signal.STEPS:  # the others run no step of Python
        calls = [call for call in calls if call.startswith("np.")]
    slope = f"{found.slope:.3g}"
    plural = "" if slope == "1" else "s"
    cause = _WORDS[found.signal].format(name=name, slope=slope, s=plural)
    cause += f", see line {found.line}." if found.line else "."
    parts = [cause, shown_line(found.line, lines), _advice(name, calls)]
    symptom = "\n\n".join(part for part in parts if part)
    raise CheckFailed(symptom, (Finding(f"loops:{name}", cause),))


_WORDS = {
    Signal.STEPS: (
        "Your code loops over {name} in Python: each 1 added to {name} costs {slope} "
        "more step{s} of Python"
    ),
    Signal.OPERATIONS: (
        "Your code takes its arrays apart along {name}: each 1 added to {name} costs "
        "{slope} more operation{s} on parts of them"
    ),
    Signal.OBJECTS: (
        "Your code makes Python objects one by one along {name}: each 1 added to "
        "{name} costs {slope} more of them"
    ),
}


def _advice(name: str, calls: Sequence[str]) -> str:
    advice = f"Let NumPy do all of {name} in one call."
    if not calls:
        return advice
    go = "goes" if len(calls) == 1 else "go"
    subject = " and ".join(calls)
    subject = subject[:1].upper() + subject[1:] if subject[:3] == "the" else subject
    return f"{subject} {go} through entries one by one, as a loop does. {advice}"


def _slowdown(claim: _Claim, fastest_s: float) -> float:
    """Return the time over the reference's, 0 for a claim that is no time."""
    ratio = claim.trials[1].seconds / max(fastest_s, SHORTEST_S)
    return ratio if 0 < ratio < math.inf else 0.0


def _fastest(act: Callable[[], object], clock: Clock) -> float:
    times = []
    for _ in range(TIMES):
        start = clock()
        act()
        times.append(clock() - start)
    return min(times)
