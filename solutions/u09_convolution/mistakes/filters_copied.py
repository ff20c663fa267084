"""the constructor keeps a copy of W

An optimizer then edits an array that no layer reads.
"""

EXERCISE = "9.9"
READ = "handout 7.1"


class Conv2d:
    def __init__(self, W: Array, b: Array, stride: int = 1, pad: int = 0) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(W)
        self.params = {"W": W.copy(), "b": b}
        self.grads = {"W": xp.zeros_like(W), "b": xp.zeros_like(b)}
        self.stride = stride
        self.pad = pad
