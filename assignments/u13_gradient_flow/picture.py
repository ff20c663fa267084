"""The picture of unit 13: softsign, drawn with your own code."""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.checks import Student, attempt

Array = NDArray[np.float64]
Curve = dict[str, Array | None]  # "out": (121,), None where the code fails

X = np.linspace(-6.0, 6.0, 121)


def data(student: Student) -> Curve:
    """Return softsign of 121 numbers from -6 to 6."""
    return {"out": attempt(lambda: student.softsign(X))}


def claim(curve: Curve) -> None:
    """Assert what the picture shows: the curve stays between -1 and 1."""
    out = curve["out"]
    assert out is not None, "the picture lacks its curve"  # noqa: S101 - a claim
    assert np.abs(out).max() < 1  # noqa: S101


def draw(curve: Curve) -> Figure:
    """Draw the curve, or an empty panel where there is none."""
    figure = Figure(figsize=(6, 4), layout="constrained")
    panel = figure.subplots()
    panel.set(xlabel="x (no unit)", ylabel="softsign(x)", ylim=(-1.1, 1.1))
    panel.axhline(0.0, color="0.7", linewidth=1)
    out = curve["out"]
    if out is None or np.shape(out) != X.shape:
        panel.text(0, 0.4, "not there yet", ha="center", color="0.4")
    else:
        panel.plot(X, out, color="#0072B2")
    figure.supxlabel("Your softsign stays between -1 and 1.")
    return figure
