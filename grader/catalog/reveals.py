"""The solutions that a class may read: `reveal/u06_batchnorm.json`, beside a kit.

The file is made in the teacher's folder and unpacked over the kit. Grading reads
none of it, and it is never handed in.
"""

from pathlib import Path

import msgspec

from grader.errors import CourseError
from grader.model import Unit

REVEAL_FOLDER = "reveal"


class Shown(msgspec.Struct, frozen=True):
    """What is shown of one exercise: code, or the reason why there is none.

    Attributes:
        reference: the reference's code.
        alternative: other right code, "" where there is none to show.
        style: what is special about the alternative's file, one sentence.
        difference: two sentences on what the reader sees.
        reason: why there is no code to show, "" where there is.
    """

    reference: str = ""
    alternative: str = ""
    style: str = ""
    difference: str = ""
    reason: str = ""


class Reveal(msgspec.Struct, frozen=True):
    """What is shown of a unit.

    Attributes:
        unit: the unit's id.
        exercises: exercise id -> what is shown of it.
        format: of the file, 1.
    """

    unit: str
    exercises: dict[str, Shown]
    format: int = 1


def reveal_file(unit_id: str) -> str:
    """Return where a unit's solutions lie in a kit, from the course's folder on."""
    return f"{REVEAL_FOLDER}/{unit_id}.json"


def encode_reveal(reveal: Reveal) -> bytes:
    """Return the content of a unit's file."""
    return msgspec.json.format(msgspec.json.encode(reveal), indent=1) + b"\n"


def load_reveal(root: Path, unit: Unit) -> Reveal | None:
    """Return what a kit holds of a unit's solutions, None where it holds nothing.

    Args:
        root: the course's folder.
        unit: the unit.

    Raises:
        CourseError: the file is there and cannot be read.
    """
    where = reveal_file(unit.id)
    try:
        data = (root / where).read_bytes()
        return msgspec.json.decode(data, type=Reveal)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        message = (
            f"{where} cannot be read: {error}; unpack the file of your teacher again."
        )
        raise CourseError(message) from error
