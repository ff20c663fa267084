"""stride is 2 where none is given

Where none is given it is the size.
"""

EXERCISE = "9.5"
READ = "handout 4.1"


class MaxPool2d:
    def __init__(self, size: int = 2, stride: int | None = None) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.size = size
        self.stride = 2 if stride is None else stride
