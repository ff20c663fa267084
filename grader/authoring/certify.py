"""Certify the reference's gradients, past what differences at one step can see.

The hidden and open suites of a unit are run on the reference once more, with the
check `gradient` replaced by one that makes the same layer in this process and
holds its backward against derivatives that are good to nine digits.
"""

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

import msgspec

from grader import checks
from grader.authoring.derivatives import RTOL, Certificate, Method, certify
from grader.authoring.formulas import check_in_hand
from grader.authoring.replica import Replica
from grader.checks import text
from grader.checks.passes import At, setting
from grader.errors import CheckFailed, CourseError
from grader.model import ScoredUnit
from grader.sandbox.handles import Handle
from grader.sandbox.messages import Value

SMALL = 1e-3  # a leaf this much below the largest one is judged on the larger scale


class Grounds(msgspec.Struct, frozen=True):
    """What the reference of one exercise rests on.

    Attributes:
        exercise: the exercise's id.
        gradients: how many of its gradients are certified.
        formulas: how many values its checks hold against formulas that owe
            nothing to the reference.
    """

    exercise: str
    gradients: int
    formulas: int


class Certified(msgspec.Struct, frozen=True):
    """What became of the reference of one unit.

    Attributes:
        exact: how many gradients were certified by complex step.
        exact_error: their largest relative error.
        extrapolated: how many were certified by extrapolated differences.
        extrapolated_error: their largest relative error.
        passed_over: gradient checks whose layer is not the reference's own.
        exercises: what each exercise rests on.
    """

    exact: int = 0
    exact_error: float = 0.0
    extrapolated: int = 0
    extrapolated_error: float = 0.0
    passed_over: int = 0
    exercises: tuple[Grounds, ...] = ()

    def summary(self) -> str:
        """Return a sentence of counts."""
        left = f"; {self.passed_over} passed over" if self.passed_over else ""
        return (
            f"{_counted(self.exact, 'gradient')} certified by {Method.COMPLEX}"
            f"{_largest(self.exact, self.exact_error)}, {self.extrapolated} by "
            f"{Method.DIFFERENCES}"
            f"{_largest(self.extrapolated, self.extrapolated_error)}{left}."
        )

    def grounds(self) -> str:
        """Return a sentence that says what the exercises rest on."""
        by = {
            "certified gradients": [e for e in self.exercises if e.gradients],
            "independent formulas": [e for e in self.exercises if e.formulas],
            "comparing the code with itself": [
                e for e in self.exercises if not e.gradients and not e.formulas
            ],
        }
        told = [
            f"{', '.join(one.exercise for one in found)} by {how}"
            for how, found in by.items()
            if found
        ]
        return f"known to be right: {'; '.join(told)}."


class Certifier:
    """Stands for the check `gradient` while a reference is certified.

    Attributes:
        result: the counts so far.
        refused: what was said of each gradient that could not be certified.
        gradients: how many gradients of each check are certified.
    """

    def __init__(self, reference: ModuleType) -> None:
        """Start with nothing certified.

        Args:
            reference: the module, in this process.
        """
        self.result = Certified()
        self.refused: list[str] = []
        self.gradients: Counter[str] = Counter()
        self._reference = reference

    def gradient(  # noqa: PLR0913 - the signature of the check it stands for
        self,
        layer: Handle,
        *,
        at: At,
        upstream: Value,
        fixed: tuple[Value, ...] = (),
        train: bool | None = True,
        inputs: bool = True,
        parameters: bool = True,
        **_others: Value,
    ) -> None:
        """Certify what the check would judge.

        Raises:
            CheckFailed: a gradient is not the derivative of forward.
        """
        given = setting(at, upstream, fixed, train=train)
        replica = Replica(self._reference, layer, given)
        try:
            claims = replica.claims(inputs=inputs, parameters=parameters)
        except CourseError:  # a layer of the suite's own: there is no reference for it
            self._count(passed_over=self.result.passed_over + 1)
            return
        largest = max((abs(g).max(initial=0.0) for _, g in claims.values()), default=0)
        for leaf, (value, claimed) in claims.items():
            loss = functools.partial(replica.loss, leaf)
            found = certify(loss, value, claimed, floor=SMALL * float(largest))
            if not found.holds:
                self.refused.append(_said(leaf, found))
                raise CheckFailed(self.refused[-1])
            self._note(found)

    def _note(self, found: Certificate) -> None:
        self.gradients[check_in_hand()] += 1
        so_far = self.result
        if found.method is Method.COMPLEX:
            error = max(so_far.exact_error, found.error)
            self._count(exact=so_far.exact + 1, exact_error=error)
        else:
            error = max(so_far.extrapolated_error, found.error)
            self._count(extrapolated=so_far.extrapolated + 1, extrapolated_error=error)

    def _count(self, **changes: float) -> None:
        self.result = msgspec.structs.replace(self.result, **changes)


def grounds_of(
    unit: ScoredUnit, gradients: Mapping[str, int], formulas: Mapping[str, int]
) -> tuple[Grounds, ...]:
    """Return what each exercise of a unit rests on.

    Args:
        unit: the reference's score.
        gradients: how many gradients of each check are certified.
        formulas: how many values of each check are held against a formula that
            owes nothing to the reference.
    """
    return tuple(
        Grounds(
            exercise.id,
            sum(gradients.get(check.id, 0) for check in exercise.checks),
            sum(formulas.get(check.id, 0) for check in exercise.checks),
        )
        for exercise in unit.exercises
    )


@contextmanager
def certifying(reference: ModuleType) -> Iterator[Certifier]:
    """Let suites that are imported meanwhile find a certifier as `gradient`."""
    usual = checks.gradient
    certifier = Certifier(reference)
    checks.gradient = certifier.gradient
    try:
        yield certifier
    finally:
        checks.gradient = usual


def _said(leaf: str, found: Certificate) -> str:
    place = text.place(leaf, found.index)
    if not found.is_settled:
        return (
            f"{place} cannot be certified: the reference takes no complex numbers "
            "there, and differences do not settle; keep the check's point away from "
            "a kink."
        )
    return (
        f"backward gives {found.claimed:.12g} at {place}, and {found.method} of "
        f"forward give {found.found:.12g}: an error of {found.error:.1e} of the "
        f"largest entry, where {RTOL:.0e} is allowed."
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _largest(count: int, error: float) -> str:
    return f" (largest error {error:.0e})" if count else ""
