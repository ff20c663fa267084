"""The unit's picture: a column before and after."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt, require

Data = dict[str, NDArray[np.float64] | None]
FACTOR = 3.0


def data(student: Student) -> Data:
    """Return the scaled numbers, None where the code fails or gives no column."""
    x = np.linspace(0.0, 1.0, 5)[:, None]
    gamma = np.array([FACTOR])
    out = attempt(lambda: student.Scale(gamma).forward(x, train=True))
    is_column = isinstance(out, np.ndarray) and out.shape == x.shape
    return {"out": np.asarray(out, np.float64) if is_column else None}


def claim(data: Data) -> None:
    """The last number is the factor itself."""
    out = data["out"]
    require(out is not None and out[-1, 0] == FACTOR, "the column is scaled")


def draw(data: Data) -> Figure:
    """Return one panel, empty where there is nothing to show."""
    figure = Figure()
    axes = figure.subplots()
    axes.set(xlabel="row (no unit)", ylabel="value (no unit)")
    if data["out"] is not None:
        axes.plot(data["out"][:, 0])
    return figure
