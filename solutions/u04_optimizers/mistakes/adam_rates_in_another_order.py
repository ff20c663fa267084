"""the constructor takes its rates in another order

Whoever gives them by place gets eps for beta1. The constructors are given: leave
them as they are.
"""

EXERCISE = "4.5"
READ = "handout 5.3"


class Adam:
    def __init__(
        self,
        lr: float = 0.001,
        eps: float = 1e-8,
        beta1: float = 0.9,
        beta2: float = 0.999,
    ) -> None:
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.t = 0
        self.m: Arrays = {}
        self.v: Arrays = {}
