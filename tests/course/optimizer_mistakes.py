"""What students wrote in place of a right update, and what they read about it."""

from tests.course.student_mistakes import Case

ADAGRAD = (
    "AdaGrad.update moves by -lr g / (sqrt(s) + eps), s the sum of all g^2. w is "
    "wrong after step 1 already. "
)
RMSPROP = (
    "RMSProp.update moves by -lr g / (sqrt(s) + eps), s the running mean of g^2. w "
    "is wrong after step 1 already. "
)
SQUARES = (
    "Adam.update with beta1 = 0 moves by -lr g / (sqrt(v_hat) + eps). w is "
    "wrong after step 1 already. "
)
STEP = """
class {name}({name}):
    def update(self, params, grads):
        for k, g in grads.items():
            p = params[k]
            {lines}
"""


def step(name: str, *lines: str) -> str:
    """Return an optimizer with these lines for each key."""
    return STEP.format(name=name, lines="\n            ".join(lines))


ADA = "self.s[k] = self.s.get(k, 0 * p) + g**2"
ROOT = "(square_root(self.s[k]) + self.eps)"
ADAM = """
class Adam(Adam):
    def update(self, params, grads):
        self.t += 1
        for k, g in grads.items():
            p = params[k]
            m, v = self.m.setdefault(k, 0 * p), self.v.setdefault(k, 0 * p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            {line}
"""

CASES: dict[str, Case] = {
    "no lr": Case(
        "u04",
        step("AdaGrad", ADA, f"p -= g / {ROOT}"),
        ADAGRAD + "Every step is off by the same factor. It is the right step divided "
        "by lr (0.3): that factor is missing, or a division by it came in once too "
        "often.",
    ),
    "no g": Case(
        "u04",
        step("AdaGrad", ADA, f"p -= self.lr / {ROOT}"),
        ADAGRAD + "Look at what step 1 adds. It would be right after multiplying by "
        "gradient: the factor gradient is missing.",
    ),
    "g twice": Case(
        "u04",
        step("AdaGrad", ADA, f"p -= self.lr * g**2 / {ROOT}"),
        ADAGRAD + "Look at what step 1 adds. It is the right value times gradient: "
        "gradient was multiplied in where it does not belong, or twice.",
    ),
    "s starts at the square": Case(
        "u04",
        step(
            "RMSProp",
            "d = self.decay_rate",
            "self.s[k] = d * self.s.get(k, g**2) + (1 - d) * g**2",
            f"p -= self.lr * g / {ROOT}",
        ),
        RMSPROP + "s starts at the first g^2: it must start at 0.",
    ),
    "sizes averaged": Case(
        "u04",
        step(
            "RMSProp",
            "d = self.decay_rate",
            "self.s[k] = d * self.s.get(k, 0 * p) + (1 - d) * abs(g)",
            "p -= self.lr * g / (self.s[k] + self.eps)",
        ),
        RMSPROP
        + "The sizes of g are averaged, and no root is taken: s averages squares.",
    ),
    "the shorter form": Case(
        "u04",
        ADAM.format(
            line="p -= self.lr * (1 - self.beta2**self.t)**0.5 * m "
            "/ (1 - self.beta1**self.t) / (square_root(v) + self.eps)"
        ),
        SQUARES
        + "This is the paper's shorter form, with another eps: see handout 5.3.",
    ),
    "the gradient itself": Case(
        "u04",
        ADAM.format(
            line="p -= self.lr * g "
            "/ (square_root(v / (1 - self.beta2**self.t)) + self.eps)"
        ),
        "Adam.update with beta2 = 0 moves by -lr m_hat / (|g| + eps). w is "
        "right after step 1 and wrong after step 2. g itself stands in the step, in "
        "place of m_hat.",
    ),
    "one array for two": Case(
        "u04",
        """
class Adam(Adam):
    def update(self, params, grads):
        for k in grads:
            self.m[k] = self.v.setdefault(k, 0 * params[k])
        super().update(params, grads)
""",
        SQUARES + "m and v are one and the same array: make one of zeros for "
        "each. NumPy warned: optimizers.py:LINE: RuntimeWarning: "
        "invalid value encountered in sqrt root: Array = "
        "xp.sqrt(x)",
    ),
    "betas exchanged": Case(
        "u04",
        """
class Adam(Adam):
    def update(self, params, grads):
        self.t += 1
        for k, g in grads.items():
            p = params[k]
            m, v = self.m.setdefault(k, 0 * p), self.v.setdefault(k, 0 * p)
            m[...] = self.beta2 * m + (1 - self.beta2) * g
            v[...] = self.beta1 * v + (1 - self.beta1) * g**2
            m_hat, v_hat = m / (1 - self.beta1**self.t), v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)
""",
        SQUARES
        + "beta1 and beta2 are exchanged: m must take beta1, and v must take beta2.",
    ),
    "t by key": Case(
        "u04",
        """
class Adam(Adam):
    def update(self, params, grads):
        for key in grads:
            super().update(params, {key: grads[key]})
""",
        "Adam.update makes equal steps under a constant gradient, with two keys too. "
        "w, moved together with b, after three updates, is not what it must be. t goes "
        "up with every key: count updates, however many keys are in them.",
    ),
}
