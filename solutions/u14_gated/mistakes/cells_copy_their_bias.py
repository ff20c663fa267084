"""a cell keeps copies of its parameters

An optimizer edits the arrays that it was given, and a copy never learns of it.
"""

EXERCISE = "14.10"
READ = "handout 6.2"


class LSTMCell:
    def __init__(self, Wx: Array, Wh: Array, b: Array) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(Wx)
        self.params = {"Wx": Wx, "Wh": Wh, "b": 1 * b}
        self.grads = {key: xp.zeros_like(each) for key, each in self.params.items()}


class GRUCell:
    def __init__(self, Wx: Array, Wh: Array, bx: Array, bh: Array) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(Wx)
        self.params = {"Wx": Wx, "Wh": Wh, "bx": bx, "bh": 1 * bh}
        self.grads = {key: xp.zeros_like(each) for key, each in self.params.items()}
