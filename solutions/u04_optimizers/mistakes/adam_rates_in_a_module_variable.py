"""the rates are kept in a variable of the module

There is one for all objects, and the one that is made last sets the rates of all
others. Keep them on self.
"""

EXERCISE = "4.8"
READ = "handout 6.3"

RATES: dict[str, float] = {}  # the mistake


class Adam:
    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        RATES.update(lr=lr, beta1=beta1, beta2=beta2, eps=eps)
        self.t = 0
        self.m: Arrays = {}
        self.v: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        self.t += 1
        beta1, beta2 = RATES["beta1"], RATES["beta2"]
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = beta1 * m + (1 - beta1) * g
            v[...] = beta2 * v + (1 - beta2) * g**2
            m_hat = m / (1 - beta1**self.t)
            v_hat = v / (1 - beta2**self.t)
            p -= RATES["lr"] * m_hat / (square_root(v_hat) + RATES["eps"])
