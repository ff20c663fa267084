"""What students wrote in place of a right method, and what they read about it."""

from typing import NamedTuple


class Case(NamedTuple):
    """One mistake.

    Attributes:
        unit: the unit's number.
        code: classes that stand in place of the reference's.
        told: all that is told of the first failing exercise, but for its numbers.
    """

    unit: str
    code: str
    told: str


BY_HAND_3 = "The example of handout 3.2, with its three paths added up. "
ADAGRAD = (
    "Each step is -lr g / (root of s + eps), and s is the sum of all squares. w is "
    "wrong after step 1 already. "
)
RMSPROP = (
    "Each step is -lr g / (root of s + eps), and s is the running mean of squares. w "
    "is wrong after step 1 already. "
)
IMAGES = (
    "The rows mix the channels: move the channel axis to the end before the reshape, "
    "and back after it."
)
SQUARES = (
    "Where beta1 is 0, each step is -lr g / (root of v_hat + eps): m_hat is g. w is "
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
    "sigmoid of -x": Case(
        "u02",
        """
class Sigmoid(Sigmoid):
    def forward(self, x, train=True):
        self.y = 1 - super().forward(x)
        return self.y
""",
        "The sigmoid of ln 3 is 3/4, and its slope there is 3/16. out is not what it "
        "must be.",
    ),
    "alpha inside": Case(
        "u02",
        """
class ELU(ELU):
    def forward(self, x, train=True):
        y = super().forward(x)
        return y + (x < 0) * (self.alpha - 1)
""",
        "With alpha = 2, the ELU of -ln 2 is -1, and its slope there is 1. out is not "
        "what it must be.",
    ),
    "sigmoid twice": Case(
        "u02",
        """
class Sigmoid(Sigmoid):
    def backward(self, dout):
        y = 1 / (1 + np.exp(-self.y))
        return dout * y * (1 - y)
""",
        "Backward differentiates your own forward pass, on both sides of 0. [Sigmoid] "
        "dx disagrees with a numerical derivative of your own forward pass. It is the "
        "gradient at the output of forward, in place of its input: the output has been "
        "through the function already, so do not apply it again.",
    ),
    "b left out": Case(
        "u02",
        """
class Affine(Affine):
    def forward(self, x, train=True):
        return super().forward(x) - self.params["b"]
""",
        "Each example is weighed by W, and b is added to each. out is not what it must "
        "be. b is left out: every row gets it added.",
    ),
    "keepdims in db": Case(
        "u02",
        """
class Affine(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["b"] = dout.sum(axis=0, keepdims=True)
        return dx
""",
        "The three gradients of handout 2.3, with its numbers. "
        'grads["b"] must have shape (3,), found (1, 3). '
        "It has an axis of length 1 too many, as keepdims=True leaves behind: leave "
        "that out there, or reshape at the end.",
    ),
    "keepdims in dgamma": Case(
        "u06",
        """
class BatchNorm(BatchNorm):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads = {k: g[None] for k, g in self.grads.items()}
        return dx
""",
        BY_HAND_3 + 'grads["gamma"] must have shape (1,), found (1, 1). '
        "It has an axis of length 1 too many, as keepdims=True leaves behind: leave "
        "that out there, or reshape at the end.",
    ),
    "a copy of integers": Case(
        "u02",
        """
class LeakyReLU(LeakyReLU):
    def forward(self, x, train=True):
        super().forward(x)
        out = x.copy()
        out[x < 0] = (self.alpha * x)[x < 0]
        return out
""",
        "Whole numbers become float64; nothing is cut off. out must have dtype "
        "float64, "
        "found int64. It is int64 and must be float64: an array of whole numbers, or a "
        "copy of one, cuts off what is written into it. Compute a new array in "
        "place of "
        "filling that one, or give it a float dtype; and divide with / and not //.",
    ),
    "a list": Case(
        "u02",
        """
class ReLU(ReLU):
    def forward(self, x, train=True):
        return super().forward(x).tolist()
""",
        "Positive numbers pass, others become zero; so do their gradients. out must be "
        "an array of shape (1, 3), found a list. out is a list: make it an array "
        "with a "
        "function of xp, such as xp.stack; NumPy's own would leave the GPU.",
    ),
    "plain reshapes": Case(
        "u06",
        """
class BatchNorm2d(BatchNorm2d):
    def forward(self, x, train=True):
        out = BatchNorm.forward(self, x.reshape(-1, x.shape[1]), train)
        return out.reshape(x.shape)
""",
        "A channel alone, as one column, comes out as it does among others. out is not "
        "what it must be. " + IMAGES,
    ),
    "plain reshapes on the way back": Case(
        "u06",
        """
class BatchNorm2d(BatchNorm2d):
    def backward(self, dout):
        dx = BatchNorm.backward(self, dout.reshape(-1, dout.shape[1]))
        return dx.reshape(dout.shape)
""",
        "The gradient of an image is put together like the image. dx is not what it "
        "must be. " + IMAGES,
    ),
    "rows in place of images": Case(
        "u06",
        """
class BatchNorm2d(BatchNorm2d):
    def forward(self, x, train=True):
        return BatchNorm.forward(self, _pixels(x), train)
""",
        "One image of two channels and two pixels is two rows for BatchNorm. out must "
        "have shape (1, 2, 1, 2), found (2, 2). It has as many entries as it must, "
        "with "
        "2 axes in place of 4: the way back into that shape is missing at the end. "
        "Where axes were moved before a reshape, go back in the opposite order.",
    ),
    "along the rows": Case(
        "u06",
        """
class BatchNorm(BatchNorm):
    def forward(self, x, train=True):
        out = super().forward(x, train)
        if train:
            mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
            out = (x - mean) / np.sqrt(var + self.eps)
            out = self.params["gamma"] * out + self.params["beta"]
        return out
""",
        "Each feature goes in steps of its own, so that its variance is 8 step^2. out "
        "is not what it must be. The mean and the variance are those of a row: each "
        "feature has its own, over the rows, which is axis=0.",
    ),
    "gradients exchanged": Case(
        "u06",
        """
class BatchNorm(BatchNorm):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads = dict(zip(("beta", "gamma"), self.grads.values()))
        return dx
""",
        "Backward differentiates your own forward pass on a small batch. "
        'grads["beta"] disagrees with a numerical derivative of your own forward pass. '
        'It is exactly what grads["gamma"] must be: the two are exchanged.',
    ),
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
        ADAGRAD + "Look at what step 1 adds. It is right after multiplying by "
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
        "Where beta2 is 0, each step is -lr m_hat / (|g| + eps): v_hat is g^2. w is "
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
        SQUARES + "m and v are one and the same array: make one of zeros for each.",
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
        SQUARES + "beta1 and beta2 are exchanged: m takes beta1, and v takes beta2.",
    ),
    "t by key": Case(
        "u04",
        """
class Adam(Adam):
    def update(self, params, grads):
        for key in grads:
            super().update(params, {key: grads[key]})
""",
        "While its gradient stays the same, so does the step of each of two keys. w "
        "beside b after three updates is not what it must be. t goes up with every "
        "key: "
        "count updates, however many keys are in them.",
    ),
    "NumPy's old float": Case(
        "u02",
        """
class Tanh(Tanh):
    def forward(self, x, train=True):
        return super().forward(x.astype(np.float))
""",
        "The hyperbolic tangent of (ln 3)/2 is 1/2, and its slope there is 3/4. "
        "AttributeError at layers.py:LINE: module 'numpy' has no attribute 'float'. "
        "LINE | return super().forward(x.astype(np.float)) "
        "That module has nothing by that name: it is misspelled, or was taken out of "
        "newer versions. To choose a dtype, take that of the input, x.dtype.",
    ),
    "rows of whole images": Case(
        "u06",
        """
class BatchNorm2d(BatchNorm2d):
    def forward(self, x, train=True):
        return BatchNorm.forward(self, x.reshape(len(x), -1), train)
""",
        "One image of two channels and two pixels is two rows for BatchNorm. "
        "ValueError at batchnorm.py:LINE: operands could not be broadcast together "
        "with "
        "shapes (2,) (4,). "
        "LINE | self.running_mean[...] = keep * self.running_mean + (1 - keep) ... "
        "reached from "
        "LINE | return BatchNorm.forward(self, x.reshape(len(x), -1), train) "
        "Two arrays that are combined entry by entry need the same shape, or 1 where "
        "they differ, counted from the right. Follow the two arrays of that line back "
        "to where they were made: one of them is of other axes.",
    ),
}
