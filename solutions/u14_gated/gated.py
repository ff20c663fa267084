"""Unit 14: LSTM and GRU, one step and whole sequences, forward and backward.

Read README.md in this folder first; it derives every formula used here.
Papers: Hochreiter and Schmidhuber (1997), "Long Short-Term Memory", Neural
Computation 9(8); Gers, Schmidhuber and Cummins (2000), "Learning to Forget", Neural
Computation 12(10); Cho et al. (2014), arXiv:1406.1078.

Shapes:
    N  sequences in the batch
    T  steps of a sequence
    D  input features of a step
    H  hidden units
"""

from typing import Any

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import DTypeLike, NDArray

# Or CuPy's: xp is the library that made the array, so write xp.tanh(...).
Array = NDArray[np.floating]
Namespace = Any  # what array_namespace(x) returns, for helpers of your own


class LSTMCell:
    """One step of an LSTM, which keeps its memory c apart from its output h.

    The columns of the parameters are four blocks of H, in the order i, f, g, o.

    Attributes:
        params: "Wx" (D, 4H), "Wh" (H, 4H), "b" (4H,); the arrays that were given,
            not copies.
        grads: the gradient of the loss for each of them, same shapes; zeros before
            the first `backward`.

    Example:
        >>> cell = LSTMCell(np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4))
        >>> h, c = cell.forward(np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), 4.0))
        >>> c.tolist()
        [[2.0]]
    """

    def __init__(self, Wx: Array, Wh: Array, b: Array) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(Wx)
        self.params = {"Wx": Wx, "Wh": Wh, "b": b}
        self.grads = {key: xp.zeros_like(each) for key, each in self.params.items()}

    def forward(
        self, x: Array, h: Array, c: Array, train: bool = True
    ) -> tuple[Array, Array]:
        """Return the next h and c: exercise 14.1.

        Args:
            x: (N, D) input of this step, left unchanged.
            h: (N, H) output of the step before, left unchanged.
            c: (N, H) memory of the step before, left unchanged.
            train: makes no difference here.

        Returns:
            h_next and c_next, (N, H) each, in the dtype of x.
        """
        xp = array_namespace(x)
        # hole: 14.1 LSTMCell.forward
        #: 14.1  One matrix of (N, 4H) for all four gates, then handout 2.2.
        #: 14.9  The sigmoid must not overflow (handout 6.1).
        #: Keep on self whatever `backward` will need.
        total = x @ self.params["Wx"] + h @ self.params["Wh"] + self.params["b"]
        h_next, c_next, self.kept = _lstm_step(xp, total, c)
        self.x, self.h = x, h
        return h_next, c_next

    def backward(self, dh_next: Array, dc_next: Array) -> tuple[Array, Array, Array]:
        """Return the gradients for x, h and c, set those of params: exercise 14.2.

        Args:
            dh_next: (N, H) gradient of the loss for h_next of the latest forward,
                left unchanged.
            dc_next: (N, H) gradient of the loss for c_next, left unchanged; it does
                not hold what comes to c_next through h_next.

        Returns:
            dx (N, D), dh (N, H) and dc (N, H). `grads` is assigned, not added to.
        """
        xp = array_namespace(dh_next)
        # hole: 14.2 LSTMCell.backward
        #: 14.2  Two gradients meet in c_next (handout 2.3). From there each gate gets
        #: its share, and the four shares make one matrix of (N, 4H).
        dtotal, dc = _lstm_back(xp, dh_next, dc_next, self.kept)
        self.grads["Wx"] = self.x.T @ dtotal
        self.grads["Wh"] = self.h.T @ dtotal
        self.grads["b"] = xp.sum(dtotal, axis=0)
        return dtotal @ self.params["Wx"].T, dtotal @ self.params["Wh"].T, dc


class LSTM:
    """An LSTM over whole sequences: one cell, the same at every step.

    Attributes:
        params: "Wx" (D, 4H), "Wh" (H, 4H), "b" (4H,), in the order i, f, g, o.
        grads: the gradient of the loss for each of them, same shapes; zeros before
            the first `backward`.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        rng: np.random.Generator | None = None,
        forget_bias: float = 1.0,
        dtype: DTypeLike = np.float64,
    ) -> None:
        """Draw the parameters: exercise 14.3.

        Wx and Wh are uniform between -1/sqrt(H) and 1/sqrt(H). b is zero, but for
        the block of the forget gate, which is forget_bias.

        Args:
            input_size: D.
            hidden_size: H.
            rng: draws the numbers, with rng.random(shape); None means a fresh
                numpy.random.default_rng().
            forget_bias: where the forget gate's bias starts.
            dtype: of all parameters.
        """
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        # hole: 14.3 LSTM.__init__
        #: 14.3  Three arrays of `dtype` that live where rng's numbers live, and a zero
        #: in grads for every number in them (handout 3).
        rng = np.random.default_rng() if rng is None else rng
        d, h = input_size, hidden_size
        wx, wh = (_uniform(rng, (rows, 4 * h), h, dtype) for rows in (d, h))
        xp = array_namespace(wx)
        b = xp.zeros_like(wx[0])
        b[h : 2 * h] = forget_bias
        self.params = {"Wx": wx, "Wh": wh, "b": b}
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}

    def forward(
        self,
        x: Array,
        h0: Array | None = None,
        c0: Array | None = None,
        train: bool = True,
    ) -> tuple[Array, tuple[Array, Array]]:
        """Return h of every step, and where h and c end: exercise 14.4.

        Args:
            x: (N, T, D) sequences, left unchanged.
            h0: (N, H) output before the first step, left unchanged; None means zeros.
            c0: (N, H) memory before the first step, left unchanged; None means zeros.
            train: makes no difference here.

        Returns:
            out (N, T, H), and the pair (h_n, c_n), (N, H) each, after the last step.
        """
        xp = array_namespace(x)
        # hole: 14.4 LSTM.forward
        #: 14.4  Walk over T only. The state of one step is given to the next.
        wh, total = self.params["Wh"], x @ self.params["Wx"] + self.params["b"]
        zero = xp.zeros_like(total[:, 0, : wh.shape[0]])
        h, c = zero if h0 is None else h0, zero if c0 is None else c0
        self.kept, outs, before = [], [], h
        for t in range(x.shape[1]):
            h, c, kept = _lstm_step(xp, total[:, t] + h @ wh, c)
            self.kept.append(kept)
            outs.append(h)
        out = xp.stack(outs, axis=1)
        self.x, self.h = x, xp.stack([before, *outs[:-1]], axis=1)
        return out, (h, c)

    def backward(
        self, dout: Array, dh_n: Array | None = None, dc_n: Array | None = None
    ) -> tuple[Array, Array, Array]:
        """Return the gradients for x, h0 and c0, set those of params: exercise 14.5.

        Args:
            dout: (N, T, H) gradient of the loss for out, left unchanged.
            dh_n: (N, H) gradient of the loss for h_n, left unchanged; None means
                zeros. h_n is also the last step of out, so both count.
            dc_n: (N, H) gradient of the loss for c_n, left unchanged; None means zeros.

        Returns:
            dx (N, T, D), dh0 (N, H) and dc0 (N, H). `grads` is assigned, not added to.
        """
        xp = array_namespace(dout)
        # hole: 14.5 LSTM.backward
        #: 14.5  From the last step to the first. dh of a step is its own part of dout,
        #: and what the next step sends back. A parameter gets a share at every step.
        wh = self.params["Wh"]
        dh = xp.zeros_like(dout[:, 0]) if dh_n is None else dh_n
        dc = xp.zeros_like(dout[:, 0]) if dc_n is None else dc_n
        dtotals = []
        for t in reversed(range(dout.shape[1])):
            dtotal, dc = _lstm_back(xp, dout[:, t] + dh, dc, self.kept[t])
            dh = dtotal @ wh.T
            dtotals.append(dtotal)
        dtotal = xp.stack(dtotals[::-1], axis=1)
        self.grads["Wx"] = _rows(self.x).T @ _rows(dtotal)
        self.grads["Wh"] = _rows(self.h).T @ _rows(dtotal)
        self.grads["b"] = xp.sum(dtotal, axis=(0, 1))
        return dtotal @ self.params["Wx"].T, dh, dc


class GRUCell:
    """One step of a GRU, which has one state h and no memory beside it.

    The columns of the parameters are three blocks of H, in the order r, z, n.

    Attributes:
        params: "Wx" (D, 3H), "Wh" (H, 3H), "bx" (3H,), "bh" (3H,); the arrays that
            were given, not copies.
        grads: the gradient of the loss for each of them, same shapes; zeros before
            the first `backward`.

    Example:
        >>> zeros = np.zeros((1, 3))
        >>> cell = GRUCell(zeros, zeros, zeros[0], zeros[0])
        >>> cell.forward(np.ones((1, 1)), np.full((1, 1), 4.0)).tolist()
        [[2.0]]
    """

    def __init__(self, Wx: Array, Wh: Array, bx: Array, bh: Array) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(Wx)
        self.params = {"Wx": Wx, "Wh": Wh, "bx": bx, "bh": bh}
        self.grads = {key: xp.zeros_like(each) for key, each in self.params.items()}

    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        """Return the next h: exercise 14.6.

        Args:
            x: (N, D) input of this step, left unchanged.
            h: (N, H) state of the step before, left unchanged.
            train: makes no difference here.

        Returns:
            (N, H) array, in the dtype of x.
        """
        xp = array_namespace(x)
        # hole: 14.6 GRUCell.forward
        #: 14.6  Keep the part of x and the part of h apart: r multiplies one block of
        #: one of them (handout 5.1).
        from_x = x @ self.params["Wx"] + self.params["bx"]
        from_h = h @ self.params["Wh"] + self.params["bh"]
        h_next, self.kept = _gru_step(xp, from_x, from_h, h)
        self.x = x
        return h_next

    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        """Return the gradients for x and h, set those of params: exercise 14.7.

        Args:
            dh_next: (N, H) gradient of the loss for h_next of the latest forward,
                left unchanged.

        Returns:
            dx (N, D) and dh (N, H). `grads` is assigned, not added to.
        """
        xp = array_namespace(dh_next)
        # hole: 14.7 GRUCell.backward
        #: 14.7  Four ways lead from h to h_next (handout 5.2). Add what comes back
        #: along each.
        dx_part, dh_part, direct = _gru_back(xp, dh_next, self.kept)
        self.grads["Wx"] = self.x.T @ dx_part
        self.grads["Wh"] = self.kept[-1].T @ dh_part
        self.grads["bx"] = xp.sum(dx_part, axis=0)
        self.grads["bh"] = xp.sum(dh_part, axis=0)
        return dx_part @ self.params["Wx"].T, direct + dh_part @ self.params["Wh"].T


class GRU:
    """A GRU over whole sequences: one cell, the same at every step.

    Attributes:
        params: "Wx" (D, 3H), "Wh" (H, 3H), "bx" (3H,), "bh" (3H,), in the order
            r, z, n.
        grads: the gradient of the loss for each of them, same shapes; zeros before
            the first `backward`.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        """Draw the parameters: exercise 14.3.

        All four are uniform between -1/sqrt(H) and 1/sqrt(H).

        Args:
            input_size: D.
            hidden_size: H.
            rng: draws the numbers, with rng.random(shape); None means a fresh
                numpy.random.default_rng().
            dtype: of all parameters.
        """
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        # hole: 14.3 GRU.__init__
        #: 14.3  Four arrays, as in LSTM.__init__; here the biases are drawn, too.
        rng = np.random.default_rng() if rng is None else rng
        d, h = input_size, hidden_size
        sizes = {"Wx": (d, 3 * h), "Wh": (h, 3 * h), "bx": (3 * h,), "bh": (3 * h,)}
        self.params = {k: _uniform(rng, size, h, dtype) for k, size in sizes.items()}
        xp = array_namespace(self.params["Wx"])
        self.grads = {k: xp.zeros_like(each) for k, each in self.params.items()}

    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        """Return h of every step, and where it ends: exercise 14.8.

        Args:
            x: (N, T, D) sequences, left unchanged.
            h0: (N, H) state before the first step, left unchanged; None means zeros.
            train: makes no difference here.

        Returns:
            out (N, T, H), and h_n (N, H) after the last step.
        """
        xp = array_namespace(x)
        # hole: 14.8 GRU.forward
        #: 14.8  As in LSTM.forward, with one state in place of two.
        wh, bh = self.params["Wh"], self.params["bh"]
        from_x = x @ self.params["Wx"] + self.params["bx"]
        h = xp.zeros_like(from_x[:, 0, : wh.shape[0]]) if h0 is None else h0
        self.kept, outs = [], []
        for t in range(x.shape[1]):
            h, kept = _gru_step(xp, from_x[:, t], h @ wh + bh, h)
            self.kept.append(kept)
            outs.append(h)
        self.x = x
        return xp.stack(outs, axis=1), h

    def backward(self, dout: Array, dh_n: Array | None = None) -> tuple[Array, Array]:
        """Return the gradients for x and h0, set those of params: exercise 14.8.

        Args:
            dout: (N, T, H) gradient of the loss for out, left unchanged.
            dh_n: (N, H) gradient of the loss for h_n, left unchanged; None means
                zeros. h_n is also the last step of out, so both count.

        Returns:
            dx (N, T, D) and dh0 (N, H). `grads` is assigned, not added to.
        """
        xp = array_namespace(dout)
        # hole: 14.8 GRU.backward
        #: 14.8  As in LSTM.backward. Mind which share goes to bx and which to bh.
        wh = self.params["Wh"]
        dh = xp.zeros_like(dout[:, 0]) if dh_n is None else dh_n
        parts = []
        for t in reversed(range(dout.shape[1])):
            dx_part, dh_part, direct = _gru_back(xp, dout[:, t] + dh, self.kept[t])
            dh = direct + dh_part @ wh.T
            parts.append((dx_part, dh_part, self.kept[t][-1]))
        dx_part, dh_part, h = (
            xp.stack(each, axis=1) for each in zip(*parts[::-1], strict=True)
        )
        self.grads["Wx"] = _rows(self.x).T @ _rows(dx_part)
        self.grads["Wh"] = _rows(h).T @ _rows(dh_part)
        self.grads["bx"] = xp.sum(dx_part, axis=(0, 1))
        self.grads["bh"] = xp.sum(dh_part, axis=(0, 1))
        return dx_part @ self.params["Wx"].T, dh


def gate_parameters(kind: str, input_size: int, hidden_size: int) -> int:
    """Return how many numbers a recurrent layer of this kind learns: exercise 14.3.

    Args:
        kind: "rnn", "lstm" or "gru"; an RNN has Wx (D, H), Wh (H, H) and b (H,), the
            others are the classes above.
        input_size: D.
        hidden_size: H.

    Raises:
        ValueError: any other kind; the message names it.
    """
    # hole: 14.3 gate_parameters
    #: 14.3  Blocks of H columns, and the biases of each block (handout 3).
    blocks = {"rnn": (1, 1), "lstm": (4, 1), "gru": (3, 2)}
    if kind not in blocks:
        msg = f"kind must be one of {', '.join(blocks)}, found {kind!r}"
        raise ValueError(msg)
    count, biases = blocks[kind]
    return count * hidden_size * (input_size + hidden_size + biases)


# solution only
def _uniform(
    rng: np.random.Generator, shape: tuple[int, ...], hidden: int, dtype: DTypeLike
) -> Array:
    """Return numbers between -1/sqrt(H) and 1/sqrt(H), where rng's numbers live."""
    drawn: Array = ((2 * rng.random(shape) - 1) / hidden**0.5).astype(dtype)
    return drawn


# solution only
def _rows(array: Array) -> Array:
    """Return (N * T, K): a row for every step of every sequence."""
    return array.reshape(-1, array.shape[-1])


# solution only
def _blocks(total: Array, count: int) -> list[Array]:
    """Return the blocks of H columns, one for each gate."""
    h = total.shape[1] // count
    return [total[:, k * h : (k + 1) * h] for k in range(count)]


# solution only
def _sigmoid(xp: Namespace, x: Array) -> Array:
    """Return 1 / (1 + e^-x), which never overflows as a tanh of half of x."""
    half: Array = 0.5 * xp.tanh(0.5 * x)
    return half + 0.5


# solution only
def _lstm_step(
    xp: Namespace, total: Array, c: Array
) -> tuple[Array, Array, tuple[Array, ...]]:
    """Return h_next, c_next, and what `_lstm_back` needs.

    Args:
        xp: the library of the arrays.
        total: (N, 4H) what the four gates get.
        c: (N, H) memory of the step before.
    """
    i, f, g, o = _blocks(total, 4)
    i, f, g, o = _sigmoid(xp, i), _sigmoid(xp, f), xp.tanh(g), _sigmoid(xp, o)
    c_next = f * c + i * g
    bent = xp.tanh(c_next)
    return o * bent, c_next, (i, f, g, o, c, bent)


# solution only
def _lstm_back(
    xp: Namespace, dh_next: Array, dc_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array]:
    """Return the gradient (N, 4H) for what the gates get, and that for c."""
    i, f, g, o, c, bent = kept
    dc = dc_next + dh_next * o * (1 - bent**2)
    shares = [
        dc * g * i * (1 - i),
        dc * c * f * (1 - f),
        dc * i * (1 - g**2),
        dh_next * bent * o * (1 - o),
    ]
    return xp.concat(shares, axis=1), dc * f


# solution only
def _gru_step(
    xp: Namespace, from_x: Array, from_h: Array, h: Array
) -> tuple[Array, tuple[Array, ...]]:
    """Return h_next, and what `_gru_back` needs; h is the last of it.

    Args:
        xp: the library of the arrays.
        from_x: (N, 3H) what the gates get from x.
        from_h: (N, 3H) what they get from h.
        h: (N, H) state of the step before.
    """
    (r, z, n), (r_h, z_h, n_h) = _blocks(from_x, 3), _blocks(from_h, 3)
    r, z = _sigmoid(xp, r + r_h), _sigmoid(xp, z + z_h)
    n = xp.tanh(n + r * n_h)
    return (1 - z) * n + z * h, (r, z, n, n_h, h)


# solution only
def _gru_back(
    xp: Namespace, dh_next: Array, kept: tuple[Array, ...]
) -> tuple[Array, Array, Array]:
    """Return the gradients for from_x and from_h, and what goes to h directly."""
    r, z, n, n_h, h = kept
    dn = dh_next * (1 - z) * (1 - n**2)
    dz = dh_next * (h - n) * z * (1 - z)
    dr = dn * n_h * r * (1 - r)
    part_x = xp.concat([dr, dz, dn], axis=1)
    part_h = xp.concat([dr, dz, dn * r], axis=1)
    return part_x, part_h, dh_next * z
