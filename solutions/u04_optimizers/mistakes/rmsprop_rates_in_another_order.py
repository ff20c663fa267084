"""the constructor takes its rates in another order

Whoever gives them by place gets eps for decay_rate. The constructors are given:
leave them as they are.
"""

EXERCISE = "4.4"
READ = "handout 4.1"


class RMSProp:
    def __init__(
        self, lr: float = 0.01, eps: float = 1e-8, decay_rate: float = 0.99
    ) -> None:
        self.lr = lr
        self.decay_rate = decay_rate
        self.eps = eps
        self.s: Arrays = {}
