"""A unit's picture is a claim: right code fulfils it, and no code breaks it."""

import hashlib
import io
import pickle
import traceback
from collections.abc import Iterator, Sequence

from grader.authoring.candidates import Candidate
from grader.errors import GraderError
from grader.judge import JudgeSettings
from grader.judge.host import Host
from grader.judge.pictures import FILE, Data, Picture
from grader.model import Unit

DOTS_PER_INCH = 40  # only drawn to see whether it can be


def picture_findings(unit: Unit, candidates: Sequence[Candidate]) -> Iterator[str]:
    """Yield a sentence for each solution whose picture is not what it must be.

    Right solutions must fulfil the claim. The others are drawn, whatever they give:
    a student looks at the picture long before everything works.

    Args:
        unit: the unit.
        candidates: the solutions to draw.

    Raises:
        CourseError: the unit has no picture, or it lacks one of its functions.
    """
    picture = Picture(unit)
    drawn: set[bytes] = set()
    with Host(JudgeSettings()) as host:
        for candidate in candidates:
            yield from _findings(picture, host, candidate, drawn)


def _findings(
    picture: Picture, host: Host, candidate: Candidate, drawn: set[bytes]
) -> Iterator[str]:
    try:
        data = picture.data_from(host, candidate.source.encode())
        if candidate.is_right:
            yield from _unfulfilled(picture, data, candidate.name)
        # A loop or a wrong dtype shows nothing new, and ink takes the most time.
        known = hashlib.sha256(pickle.dumps(data)).digest()
        if known not in drawn:
            figure = picture.draw(data)
            figure.savefig(io.BytesIO(), format="png", dpi=DOTS_PER_INCH)
        drawn.add(known)
    # Whatever a picture of the author's raises, it must not raise.
    except Exception as error:  # noqa: BLE001
        yield (
            f"{FILE}: expected a picture of {candidate.name}, found "
            f"{_told(error)}{_place(error)}; leave empty what cannot be drawn."
        )


def _unfulfilled(picture: Picture, data: Data, name: str) -> Iterator[str]:
    try:
        picture.claim(data)
    except (AssertionError, GraderError) as error:
        yield (
            f"{FILE}: the claim does not hold for {name}: {_told(error)}"
            f"{_place(error)}; claim less, or show more."
        )


def _told(error: Exception) -> str:
    text = str(error).strip().rstrip(".")
    is_sentence = isinstance(error, (AssertionError, GraderError)) and text
    return text if is_sentence else f"{type(error).__name__} {text}".strip()


def _place(error: Exception) -> str:
    """Return the last line of the picture's own file that is involved."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(FILE)
    ]
    return f" (line {lines[-1]})" if lines else ""
