"""grads holds the parameters before the first backward

An optimizer that runs early would take them for slopes. Zeros of the same shapes.
"""

EXERCISE = "9.9"
READ = "handout 7.1"


class Conv2d:
    def __init__(self, W: Array, b: Array, stride: int = 1, pad: int = 0) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(W)
        self.params = {"W": W, "b": b}
        self.grads = {"W": 1.0 * W, "b": xp.zeros_like(b)}
        self.stride = stride
        self.pad = pad
