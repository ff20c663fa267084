"""The check that code has no loop over data, told from counts and not from a clock."""

import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from grader.checks.work import Natural, Text, Work, shown_line
from grader.errors import CheckFailed, CourseError, Finding
from grader.numerics.slopes import Counts, Growth, Signal, growth, lasts
from grader.sandbox.handles import line_of
from grader.sandbox.line import Line, refuse
from grader.sandbox.messages import Count

SMALL, LARGE, HUGE = 8, 64, 256  # the sizes that every dimension is tried at
TIMED = 1  # the trial that is timed: the first dimension, large
TIMES = 3  # the fastest run of the reference counts
SHORTEST_S = 1e-9
QUICK_S = 1e-3  # what takes less makes no one wait, however fast the reference is
WHOLE = 1000  # numbers from here on are told without a fraction
_LOOP = re.compile(r"\b(for|while)\b")

Sizes = dict[str, int]
Build = Callable[[Sizes], Work]
Clock = Callable[[], float]


def vectorised(
    build: Build,
    *,
    over: Mapping[str, int],
    reference: Callable[[Sizes], Callable[[], object]] | None = None,
    clock: Clock = time.perf_counter,
) -> None:
    """Check that the code does no step more where a dimension is larger.

    Each dimension is tried at 64, where all others are 8, and what grows from 8 on
    is tried at 256 too: steps that double their stride are no loop. The dimensions
    that the manifest allows loops over keep their usual size.

    Args:
        build: given the size of every dimension, makes what shall be done.
        over: the dimensions, each with its usual size.
        reference: given the same sizes, a call that does the same with the
            reference; how much longer the student's code takes at size 64 of the
            first dimension is then noted, if that is a millisecond or more.
        clock: seconds.

    Raises:
        CheckFailed: the code loops over a dimension, or stops the counting.
        CourseError: there is no dimension to vary.
    """
    sizes = dict.fromkeys(over, SMALL)
    smallest = build(sizes)
    line = line_of(smallest.owner)
    varied = _varied(line, over)
    if len(varied) < len(over):
        smallest = build(sizes := {**over, **dict.fromkeys(varied, SMALL)})
    larger = [{**sizes, name: LARGE} for name in varied]
    works = [smallest, *map(build, larger)]
    claim = _counted(line, works, None if reference is None else TIMED)
    small, *large = claim.trials
    for name, trial in zip(varied, large, strict=True):
        step = _Step(line, build, sizes, name)
        _require_flat(step, small, trial, dict(claim.lines))
    if reference is not None and claim.seconds >= QUICK_S:
        line.slowdown = _slowdown(claim, _fastest(reference(larger[0]), clock))


Name = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[-\w. ]+\Z")]


class _Trial(msgspec.Struct, frozen=True, array_like=True):
    """What the worker says of one trial; see `counting.count`."""

    steps: list[tuple[Natural, Natural]]
    operations: list[tuple[Natural, Natural]]
    objects: tuple[Natural, Natural]
    calls: list[tuple[Natural, Name]]
    disturbed: bool

    def counts(self) -> Counts:
        """Return it as `numerics` knows it."""
        return Counts(dict(self.steps), dict(self.operations), *self.objects)


class _Claim(msgspec.Struct, frozen=True, array_like=True):
    """What the worker says of all trials; see `counting.count`."""

    trials: list[_Trial]
    lines: list[tuple[Natural, Text]]
    seconds: float


@dataclass(frozen=True)
class _Step:
    """From the small sizes to a larger one of a dimension, and how to go beyond."""

    line: Line
    build: Build
    sizes: Sizes
    name: str

    def beyond(self) -> Counts:
        """Return what is counted where the dimension is huge."""
        work = self.build({**self.sizes, self.name: HUGE})
        return _counted(self.line, [work]).trials[0].counts()


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


def _counted(line: Line, works: Sequence[Work], timed: int | None = None) -> _Claim:
    """Have all trials counted in one message, and one of them timed.

    Raises:
        CheckFailed: the code stops the counting.
    """
    packer = line.packer()
    body = Count([work.trial(packer) for work in works], timed)
    reply = line.ask(body, packer, at_length=True, what=works[0].name).value
    try:
        claim = msgspec.convert(reply, _Claim)
    except msgspec.ValidationError:
        refuse("a reply to a count had the wrong form")
    if len(claim.trials) != len(works):
        refuse("a reply to a count had the wrong length")
    if any(each.disturbed for each in claim.trials):
        cause = "Your code switches off the grader's counting of steps."
        msg = f"{cause} Remove the calls of sys.settrace and sys.setprofile."
        raise CheckFailed(msg, (Finding("counting:off", cause),))
    return claim


def _require_flat(
    step: _Step, small: _Trial, large: _Trial, lines: Mapping[int, str]
) -> None:
    """Require that nothing grows, or that what grows flattens.

    Raises:
        CheckFailed: the code loops over the dimension.
    """
    loops = [number for number, text in lines.items() if _LOOP.search(text)]
    hidden = [line for line, call in large.calls if call.startswith("np.")]
    counts = small.counts(), large.counts()
    flat: set[Signal] = set()
    huge: Counts | None = None
    while found := growth(*counts, LARGE - SMALL, loops, hidden, but=flat):
        huge = huge or step.beyond()
        if lasts(found, counts[1], huge, HUGE - LARGE):
            raise _loop(step.name, found, large, lines)
        flat.add(found.signal)


def _loop(
    name: str, found: Growth, large: _Trial, lines: Mapping[int, str]
) -> CheckFailed:
    """Return the failure that tells of a loop."""
    calls = sorted({call for line, call in large.calls if line == found.line})
    if found.signal is Signal.STEPS:  # the others run no step of Python
        calls = [call for call in calls if call.startswith("np.")]
    slope = _spoken(found.slope)
    plural = "" if slope == "1" else "s"
    either, each = _named(name)
    cause = _WORDS[found.signal].format(name=either, each=each, slope=slope, s=plural)
    cause += f", see line {found.line}." if found.line else "."
    parts = [cause, shown_line(found.line, lines), _advice(name, calls)]
    symptom = "\n\n".join(part for part in parts if part)
    return CheckFailed(symptom, (Finding(f"loops:{name}", cause),))


def _spoken(slope: float) -> str:
    """Return a number of three digits, or a whole one."""
    return f"{slope:.0f}" if round(slope) >= WHOLE else f"{slope:.3g}"


_WORDS = {
    Signal.STEPS: (
        "Your code loops over {name} in Python: each 1 added to {each} costs {slope} "
        "more step{s} of Python"
    ),
    Signal.OPERATIONS: (
        "Your code takes its arrays apart along {name}: each 1 added to {each} costs "
        "{slope} more operation{s} on parts of them"
    ),
    Signal.OBJECTS: (
        "Your code makes Python objects one by one along {name}: each 1 added to "
        "{each} costs {slope} more of them"
    ),
}


def _named(name: str) -> tuple[str, str]:
    """Return what may be looped over, and what grows: sizes that grow together.

    Of "N and D" one may be looped over alone, and "classes" are counted.
    """
    either = " or ".join(name.rsplit(" and ", 1))
    if either != name:
        return either, "all of them" if ", " in name else "both"
    is_counted = name.islower() and name.endswith("s")
    return name, f"the number of {name}" if is_counted else name


def _advice(name: str, calls: Sequence[str]) -> str:
    either, each = _named(name)
    all_of = "it" if either != name else name
    advice = f"Let NumPy do all of {all_of} in one call."
    if each.endswith(f" of {name}"):
        advice = f"Let NumPy do all {name} in one call."
    if not calls:
        return advice
    go = "goes" if len(calls) == 1 else "go"
    subject = " and ".join(calls)
    subject = subject[:1].upper() + subject[1:] if subject[:3] == "the" else subject
    return f"{subject} {go} through entries one by one, as a loop does. {advice}"


def _slowdown(claim: _Claim, fastest_s: float) -> float:
    """Return the time over the reference's, 0 for a claim that is no time."""
    ratio = claim.seconds / max(fastest_s, SHORTEST_S)
    return ratio if ratio < math.inf else 0.0


def _fastest(act: Callable[[], object], clock: Clock) -> float:
    times = []
    for _ in range(TIMES):
        start = clock()
        act()
        times.append(clock() - start)
    return min(times)
