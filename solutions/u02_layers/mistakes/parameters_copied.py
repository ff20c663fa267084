"""the constructor keeps copies of W and b

Then whoever edits the array that they gave you edits something that you never read.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class Affine:
    """An affine layer with one mistake."""

    def __init__(self, W: Array, b: Array) -> None:  # noqa: N803 - as in the formulas
        self.params = {"W": W.copy(), "b": b.copy()}
        self.grads = {"W": 0 * W, "b": 0 * b}
