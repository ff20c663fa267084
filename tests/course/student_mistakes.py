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


BY_HAND_3 = "BatchNorm.backward gives the example of handout sections 3.2 and 3.3. "
IMAGES = (
    "The rows mix the channels: move the channel axis to the end before the reshape, "
    "and back after it."
)
CASES: dict[str, Case] = {
    "sigmoid of -x": Case(
        "u02",
        """
class Sigmoid(Sigmoid):
    def forward(self, x, train=True):
        self.y = 1 - super().forward(x)
        return self.y
""",
        "Sigmoid at ln 3 is 3/4 and its slope 3/16: handout section 3.1. out is not "
        "what it must be. This is what the sigmoid of -x gives: a minus is missing in "
        "an exponent, or the halves for x above and below 0 are exchanged.",
    ),
    "alpha inside": Case(
        "u02",
        """
class ELU(ELU):
    def forward(self, x, train=True):
        y = super().forward(x)
        return y + (x < 0) * (self.alpha - 1)
""",
        "ELU with alpha = 2 is -1 at x = -ln 2, and its slope there is 1. out is not "
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
        "The layer's backward is the gradient of your own forward, on both sides of 0 "
        "(Sigmoid). dx disagrees with a numerical derivative of your own "
        "forward pass. It is the gradient at the output of forward, in place of its "
        "input: the output has been through the function already, so do not apply it "
        "again.",
    ),
    "b left out": Case(
        "u02",
        """
class Affine(Affine):
    def forward(self, x, train=True):
        return super().forward(x) - self.params["b"]
""",
        "Affine.forward gives x W + b: the example of handout section 2.1. out is not "
        "what it must be. b is left out: it must be added to every row.",
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
        "Affine.backward gives the three gradients of handout section 2.3. "
        'grads["b"] must have shape (3,), found (1, 3). It has an axis of '
        "length 1 too many: it was made with that, or keepdims=True, a column of shape "
        "(n, 1) or a sum over too few axes left it behind.",
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
        BY_HAND_3 + 'grads["gamma"] must have shape (1,), found (1, 1). It '
        "has an axis of length 1 too many: it was made with that, or keepdims=True, a "
        "column of shape (n, 1) or a sum over too few axes left it behind.",
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
        "LeakyReLU of integers gives float64 and cuts no fraction off. out "
        "must have dtype float64, found int64. It is int64 and must be "
        "float64: whole numbers went in and nothing made floats of them, or "
        ".astype, dtype=, //, or writing into an array of whole numbers cuts "
        "off the fractions. Compute with floats: 1.0 * x makes them.",
    ),
    "a list": Case(
        "u02",
        """
class ReLU(ReLU):
    def forward(self, x, train=True):
        return super().forward(x).tolist()
""",
        "ReLU lets x and dout through where x > 0, and gives 0 elsewhere. out must be "
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
        "BatchNorm2d.forward gives a channel what BatchNorm gives its pixels alone. "
        "out is not what it must be. " + IMAGES,
    ),
    "plain reshapes on the way back": Case(
        "u06",
        """
class BatchNorm2d(BatchNorm2d):
    def backward(self, dout):
        dx = BatchNorm.backward(self, dout.reshape(-1, dout.shape[1]))
        return dx.reshape(dout.shape)
""",
        "BatchNorm2d.backward takes the image of handout section 4 as two pixel rows. "
        "dx is not what it must be. " + IMAGES,
    ),
    "rows in place of images": Case(
        "u06",
        """
class BatchNorm2d(BatchNorm2d):
    def forward(self, x, train=True):
        return BatchNorm.forward(self, _pixels(x), train)
""",
        "BatchNorm2d.forward takes the image of handout section 4 as two pixel rows. "
        "out must have shape (1, 2, 1, 2), found (2, 2). It has as many entries as it "
        "must, with 2 axes in place of 4: the way back into that shape is missing at "
        "the end. Where axes were moved before a reshape, go back in the opposite "
        "order.",
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
        "In training, BatchNorm.forward is right for rows of known mean and variance. "
        "out is not what it must be. The mean and the variance are those of a row: "
        "each feature has its own, axis=0.",
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
        "BatchNorm.backward gives the numerical gradient of your own forward. "
        'grads["beta"] disagrees with a numerical derivative of your own forward pass. '
        'It is exactly what grads["gamma"] must be: the two are exchanged.',
    ),
    "NumPy's old float": Case(
        "u02",
        """
class Tanh(Tanh):
    def forward(self, x, train=True):
        return super().forward(x.astype(np.float))
""",
        "Tanh at (ln 3)/2 is 1/2 and its slope 3/4: handout section 3.3. "
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
        "BatchNorm2d.forward takes the image of handout section 4 as two pixel rows. "
        "ValueError at batchnorm.py:LINE: operands could not be broadcast together "
        "with "
        "shapes (2,) (4,). "
        "LINE | self.running_mean[...] = keep * self.running_mean + (1 - keep) * | "
        "mean reached from "
        "LINE | return BatchNorm.forward(self, x.reshape(len(x), -1), train) "
        "Two arrays that are combined entry by entry, or written one into the other, "
        "need the same shape, or 1 where they differ, counted from the right. Print "
        "both shapes before that line: an axis has another length, or another place, "
        "than you meant, or another array belongs there. Or does one entry, such "
        "as a[i, j], belong where a whole array stands? If that line is right, look "
        "at what the line that it was reached from hands over.",
    ),
}
