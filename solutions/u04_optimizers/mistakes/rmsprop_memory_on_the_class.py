"""all optimizers of a class share one memory

A dictionary in the class body exists once. Make it in __init__, on self.
"""

EXERCISE = "4.8"
READ = "handout 6.3"


class RMSProp:
    s: Arrays = {}  # noqa: RUF012 - the mistake

    def __init__(
        self, lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
    ) -> None:
        self.lr = lr
        self.decay_rate = decay_rate
        self.eps = eps
