"""What a teacher should know about the files of a submission."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from grader.model import Score
from grader.reports.text import visible

_NAMED = 3
# What pytest or Python would obey, were it not left out.
_STEERING = frozenset({"conftest.py", "pytest.ini", "tox.ini", "sitecustomize.py"})
_SHADOWED = frozenset({"numpy", "cupy", "pytest", "grader"})
_SLOW = 5.0  # times the reference: more than style and a busy machine explain


def file_remarks(score: Score) -> tuple[str, ...]:
    """Return what stands out among the files, nothing for an ordinary upload.

    An upload without any module may be a mistake of packing, and of two files
    of one name only one was graded.

    Args:
        score: the score document.
    """
    if not score.submission.files:
        return (_without_module(score.submission.ignored),)
    return tuple(_of_one_name(score))


def time_remarks(score: Score) -> tuple[str, ...]:
    """Return which checks measured code that is much slower than the reference.

    Args:
        score: the score document; its points do not depend on these times.
    """
    return tuple(
        f"{exercise.id}: {check.title.rstrip('.')}: {check.slowdown:.0f} times the "
        "time of the reference; no points depend on it."
        for unit in score.units
        for exercise in unit.exercises
        for check in exercise.checks
        if check.slowdown >= _SLOW
    )


def _without_module(ignored: tuple[str, ...]) -> str:
    if not ignored:
        return "no module found"
    more = len(ignored) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"no module found; ignored: {visible(', '.join(ignored[:_NAMED]))}{rest}"


def steering_remarks(score: Score) -> Iterator[str]:
    """Yield which files would change how checks run; they had no effect.

    Args:
        score: the score document.
    """
    found = [path for path in score.submission.ignored if _steers(PurePosixPath(path))]
    if found:
        more = len(found) - _NAMED
        rest = f" and {more} more" if more > 0 else ""
        named = ", ".join(found[:_NAMED])
        yield visible(
            f"left out at no cost of points, as they could steer checks: {named}{rest}"
        )


def _steers(path: PurePosixPath) -> bool:
    if "site-packages" in path.parts:  # a whole environment, handed in by mistake
        return False
    names = {path.stem, *path.parts[:-1]} if path.suffix == ".py" else set()
    return path.name in _STEERING or not _SHADOWED.isdisjoint(names)


def _of_one_name(score: Score) -> Iterator[str]:
    ignored = [PurePosixPath(path).name for path in score.submission.ignored]
    for file in score.submission.files:
        name = PurePosixPath(file.path).name
        if name in ignored:
            count = ignored.count(name) + 1
            number = "two" if count == 2 else str(count)  # noqa: PLR2004 - a word
            yield visible(f"{number} files {name}: {file.path} graded")
