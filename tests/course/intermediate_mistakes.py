"""Backward passes that name their arrays as the handouts do, and ways to be wrong."""

from typing import NamedTuple


class Layer(NamedTuple):
    """A right backward pass.

    Attributes:
        unit: the unit's number.
        exercise: what it solves.
        code: classes that stand in place of the reference's.
    """

    unit: str
    exercise: str
    code: str


class Case(NamedTuple):
    """One mistake.

    Attributes:
        layer: what it is made in, a key of `LAYERS`.
        right, wrong: a piece of the layer's code, and what stands in its place.
        told: the advice, but for its numbers.
    """

    layer: str
    right: str
    wrong: str
    told: str


LAYERS = {
    "batchnorm": Layer(
        "u06",
        "6.3",
        """
class BatchNorm(BatchNorm):
    def forward(self, x, train=True):
        self.x = x
        return super().forward(x, train)

    def backward(self, dout):
        x_hat, inv_std = self.x_hat, self.inv_std
        self.grads["gamma"] = (dout * x_hat).sum(axis=0)
        self.grads["beta"] = dout.sum(axis=0)
        dx_hat = dout * self.params["gamma"]
        if not self.trained:
            return dx_hat * inv_std
        n, centred = len(dout), self.x - self.x.mean(axis=0)
        dvar = -0.5 * (dx_hat * centred).sum(axis=0) * inv_std**3
        dmean = -(dx_hat * inv_std).sum(axis=0)
        return dx_hat * inv_std + dvar * 2 * centred / n + dmean / n
""",
    ),
    "loss": Layer(
        "u03",
        "3.3",
        """
class SoftmaxCrossEntropy(SoftmaxCrossEntropy):
    def forward(self, logits, t):
        self.logits, self.t = logits, t
        return super().forward(logits, t)

    def backward(self, dout=1.0):
        p = softmax(self.logits, axis=1)
        rows = self.t if self.t.ndim == 2 else self.t[:, None] == np.arange(3)
        diff = p - rows
        return diff * dout / len(p)
""",
    ),
    "convolution": Layer(
        "u09",
        "9.4",
        """
class Conv2d(Conv2d):
    def backward(self, dout):
        w, col = self.params["W"], self.col
        f, _, kh, kw = w.shape
        d = dout.transpose(0, 2, 3, 1).reshape(-1, f)
        self.grads["b"] = d.sum(axis=0)
        self.grads["W"] = (d.T @ col).reshape(w.shape)
        dcol = d @ w.reshape(f, -1)
        return col2im(dcol, self.x_shape, (kh, kw), self.stride, self.pad)
""",
    ),
    "cell": Layer(
        "u12",
        "12.2",
        """
class RNNCell(RNNCell):
    def backward(self, dh_next):
        da = dh_next * (1 - self.h_next**2)
        self.grads["Wx"] = self.x.T @ da
        self.grads["Wh"] = self.h.T @ da
        self.grads["b"] = da.sum(axis=0)
        return da @ self.params["Wx"].T, da @ self.params["Wh"].T
""",
    ),
    "lstm": Layer(
        "u14",
        "14.2",
        """
class LSTMCell(LSTMCell):
    def backward(self, dh_next, dc_next):
        i, f, g, o, c, bent = self.kept
        dc_sum = dc_next + dh_next * o * (1 - bent**2)
        do = dh_next * bent * o * (1 - o)
        di = dc_sum * g * i * (1 - i)
        df = dc_sum * c * f * (1 - f)
        dg = dc_sum * i * (1 - g**2)
        da = np.concatenate([di, df, dg, do], axis=1)
        self.grads["Wx"] = self.x.T @ da
        self.grads["Wh"] = self.h.T @ da
        self.grads["b"] = da.sum(axis=0)
        return da @ self.params["Wx"].T, da @ self.params["Wh"].T, dc_sum * f
""",
    ),
    "gru": Layer(
        "u14",
        "14.7",
        """
class GRUCell(GRUCell):
    def backward(self, dh_next):
        r, z, n, v_n, h = self.kept
        dn = dh_next * (1 - z) * (1 - n**2)
        dz = dh_next * (h - n) * z * (1 - z)
        dr = dn * v_n * r * (1 - r)
        du = np.concatenate([dr, dz, dn], axis=1)
        dv = np.concatenate([dr, dz, dn * r], axis=1)
        self.grads["Wx"], self.grads["bx"] = self.x.T @ du, du.sum(axis=0)
        self.grads["Wh"], self.grads["bh"] = h.T @ dv, dv.sum(axis=0)
        dh = dh_next * z
        return du @ self.params["Wx"].T, dh + dv @ self.params["Wh"].T
""",
    ),
}
OF = "Of the arrays you named as the handout does,"
FIRST = "is the first that is not: expected #, found # at"
WRONG = "is the first that is wrong: expected #, found # at"
ORDER = "it holds the right numbers in another order."
NAMED = "which you named as the handout does,"
ELSEWHERE = "right: the mistake is in other lines."
CASES = {
    "gamma left out": Case(
        "batchnorm",
        ' * self.params["gamma"]',
        "",
        f"{OF} x_hat (5, 2) is right and dx_hat (5, 2) {FIRST} dx_hat[#].",
    ),
    "sign of dvar": Case(
        "batchnorm",
        "-0.5 *",
        "0.5 *",
        f"{OF} x_hat (5, 2) and dx_hat (5, 2) are right and dvar (2,) {FIRST} dvar[#].",
    ),
    "dvar not summed": Case(
        "batchnorm",
        "(dx_hat * centred).sum(axis=0) * inv_std**3",
        "dx_hat * centred * inv_std**3",
        f"{OF} x_hat (5, 2) and dx_hat (5, 2) are right, and dvar (5, 2) is "
        "right once it is summed to (2,).",
    ),
    "mean in place of sum": Case(
        "batchnorm",
        "inv_std).sum(axis=0)",
        "inv_std).mean(axis=0)",
        f"{OF} x_hat (5, 2), dx_hat (5, 2) and dvar (2,) are right and dmean "
        f"(2,) {FIRST} dmean[#].",
    ),
    "2 left out at the end": Case(
        "batchnorm",
        "dvar * 2",
        "dvar",
        f"x_hat (5, 2), dx_hat (5, 2), dvar (2,) and dmean (2,), {NAMED} are "
        f"{ELSEWHERE}",
    ),
    "softmax of columns": Case(
        "loss",
        "axis=1",
        "axis=0",
        f"{OF} p (5, 3) {WRONG} p[#].",
    ),
    "labels from one": Case(
        "loss",
        "[:, None] ==",
        "[:, None] == 1 +",
        f"{OF} p (5, 3) is right and rows (5, 3) {FIRST} rows[#].",
    ),
    "difference turned": Case(
        "loss",
        "p - rows",
        "rows - p",
        f"{OF} p (5, 3) and rows (5, 3) are right and diff (5, 3) {FIRST} diff[#].",
    ),
    "no mean": Case(
        "loss",
        " / len(p)",
        "",
        f"p (5, 3), rows (5, 3) and diff (5, 3), {NAMED} are {ELSEWHERE}",
    ),
    "reshaped alone": Case(
        "convolution",
        "transpose(0, 2, 3, 1).reshape",
        "reshape",
        f"{OF} d (32, 5) is the first that is wrong: {ORDER}",
    ),
    "filters not read": Case(
        "convolution",
        "w.reshape(f, -1)",
        "w.reshape(f, -1)[:, ::-1]",
        f"{OF} d (32, 5) is right and dcol (32, 18) is the first that is not: {ORDER}",
    ),
    "windows turned round": Case(
        "convolution",
        "col2im(dcol",
        "col2im(dcol[::-1]",
        f"d (32, 5) and dcol (32, 18), {NAMED} are {ELSEWHERE}",
    ),
    "slope of a": Case(
        "cell",
        "1 - self.h_next**2",
        "1 - self.h_next",
        f"{OF} da (5, 3) {WRONG} da[#].",
    ),
    "no slope": Case(
        "cell",
        " * (1 - self.h_next**2)",
        "",
        f"{OF} da (5, 3) {WRONG} da[#].",
    ),
    "Wh not turned": Case(
        "cell",
        'self.params["Wh"].T',
        'self.params["Wh"]',
        f"da (5, 3), {NAMED} is {ELSEWHERE}",
    ),
    "memory through h forgotten": Case(
        "lstm",
        "dc_next + dh_next * o * (1 - bent**2)",
        "dc_next",
        f"{OF} dc_sum (5, 2) {WRONG} dc_sum[#].",
    ),
    "forget gate by i": Case(
        "lstm",
        "dc_sum * c * f",
        "dc_sum * i * f",
        f"{OF} dc_sum (5, 2), do (5, 2) and dg (5, 2) are right and df (5, 2) {FIRST} "
        "df[#].",
    ),
    "no slope of i": Case(
        "lstm",
        " * i * (1 - i)",
        "",
        f"{OF} dc_sum (5, 2), do (5, 2), dg (5, 2) and df (5, 2) are right, di (5, 2) "
        "holds what comes earlier on the way back, and da (5, 8) is not right: "
        "expected #, found # at da[#]. Is a slope or a factor of di left out?",
    ),
    "slope of g": Case(
        "lstm",
        "i * (1 - g**2)",
        "i * (1 - g)",
        f"{OF} dc_sum (5, 2) and do (5, 2) are right and dg (5, 2) {FIRST} dg[#].",
    ),
    "blocks exchanged": Case(
        "lstm",
        "[di, df, dg, do]",
        "[df, di, dg, do]",
        f"{OF} dc_sum (5, 2), do (5, 2), dg (5, 2), df (5, 2) and di (5, 2) are "
        f"right and da (5, 8) is the first that is not: {ORDER}",
    ),
    "z for 1 - z": Case(
        "gru",
        "dh_next * (1 - z)",
        "dh_next * z",
        f"{OF} dn (5, 2) {WRONG} dn[#].",
    ),
    "h - n turned": Case(
        "gru",
        "(h - n)",
        "(n - h)",
        f"{OF} dn (5, 2) is right and dz (5, 2) {FIRST} dz[#].",
    ),
    "r left out of v": Case(
        "gru",
        "dn * r]",
        "dn]",
        f"{OF} dn (5, 2), dz (5, 2) and dr (5, 2) are right and dv (5, 6) "
        f"{FIRST} dv[#].",
    ),
    "direct way forgotten": Case(
        "gru",
        "dh_next * z\n",
        "0.0\n",
        f"dn (5, 2), dz (5, 2), dr (5, 2), dv (5, 6) and du (5, 6), {NAMED} are "
        f"{ELSEWHERE}",
    ),
}
