"""What each check is worth: an exercise's points, shared out exactly."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from grader.model import Check, Exercise, Visibility

_HUNDREDTH = Decimal("0.01")

Key = tuple[Visibility, str]  # tells an open check from a hidden one of its name


def share_points(points: Decimal | int, weights: Sequence[int]) -> list[Decimal]:
    """Return the points shared out by weight, in hundredths that sum exactly.

    The hundredths left over by rounding down go to the largest remainders, the
    earlier of two equal ones first.

    Args:
        points: what is shared, whole hundredths.
        weights: positive whole numbers, one for each part.
    """
    hundredths = int(points / _HUNDREDTH)
    whole = sum(weights)
    parts = [hundredths * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)),
        key=lambda place: hundredths * weights[place] % whole,
        reverse=True,
    )
    for place in by_remainder[: hundredths - sum(parts)]:
        parts[place] += 1
    return [part * _HUNDREDTH for part in parts]


def check_points(
    exercise: Exercise,
    checks: Sequence[Check],
    open_share: float,
    visibilities: Collection[Visibility] = tuple(Visibility),
) -> dict[Key, Decimal]:
    """Return what each check of an exercise is worth.

    The open checks share `open_share` of the exercise's points by weight, the
    hidden ones the rest. Where the suites of a visibility were read and hold
    none, the others take all; so do the open ones where the manifest says that
    there are no others, of which a student's kit knows nothing else.

    Args:
        exercise: what the checks judge.
        checks: the exercise's checks; those of other exercises are left out.
        open_share: from 0 to 1.
        visibilities: the suites that were read.
    """
    own = [check for check in checks if check.exercise == exercise.id]
    share = Decimal(str(open_share))
    present = {check.visibility for check in own}
    is_alone = present == {Visibility.OPEN} and Visibility.HIDDEN in visibilities
    if exercise.all_open or is_alone:
        share = Decimal(1)
    if present == {Visibility.HIDDEN} and Visibility.OPEN in visibilities:
        share = Decimal(0)
    open_part = (exercise.points * share).quantize(_HUNDREDTH)
    parts = {
        Visibility.OPEN: open_part,
        Visibility.HIDDEN: exercise.points - open_part,
    }
    worth: dict[Key, Decimal] = {}
    for visibility, part in parts.items():
        group = [check for check in own if check.visibility is visibility]
        shares = share_points(part, [check.weight for check in group])
        keys = [key_of(check) for check in group]
        worth.update(zip(keys, shares, strict=True))
    return worth


def key_of(check: Check) -> Key:
    """Return what tells a check from every other of its unit."""
    return check.visibility, check.id
