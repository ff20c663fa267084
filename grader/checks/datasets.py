"""The course's data, for suites and pictures: the arrays in assignments/data/."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.catalog import find_course
from grader.errors import CourseError

DATA_FOLDER = "assignments/data"
Arrays = dict[str, NDArray[Any]]  # the file decides which numbers they hold


def dataset(name: str, *, near: str | Path) -> Arrays:
    """Return the arrays of `assignments/data/<name>.npz` by their names.

    Args:
        name: the file's name without its ending, such as "digits".
        near: the file that asks, `__file__`; the course around it is meant.

    Raises:
        CourseError: the course has no such file, or it is not one of arrays.
    """
    asker = Path(near).resolve()
    path = find_course(asker.parent) / DATA_FOLDER / f"{name}.npz"
    if not path.is_file():
        there = sorted(found.stem for found in path.parent.glob("*.npz"))
        msg = (
            f"{asker.name} asks for the data {name!r}: expected {DATA_FOLDER}/"
            f"{path.name}, found {', '.join(there) or 'no data'}; add the file or "
            "ask for another."
        )
        raise CourseError(msg)
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except (ValueError, zipfile.BadZipFile, EOFError) as error:
        msg = (
            f"{DATA_FOLDER}/{path.name} is not an archive of plain arrays: {error}; "
            "write it with numpy.savez."
        )
        raise CourseError(msg) from error
