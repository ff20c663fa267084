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
        # 14.1  One matrix of (N, 4H) for all four gates, then handout 2.2.
        # 14.9  The sigmoid must not overflow (handout 6.1).
        # Keep on self whatever `backward` will need.
        raise NotImplementedError("14.1 LSTMCell.forward")

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
        # 14.2  Two gradients meet in c_next (handout 2.3). From there each gate gets
        # its share, and the four shares make one matrix of (N, 4H).
        raise NotImplementedError("14.2 LSTMCell.backward")


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
        # 14.3  Three arrays of `dtype` that live where rng's numbers live, and a zero
        # in grads for every number in them (handout 3).
        raise NotImplementedError("14.3 LSTM.__init__")

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
        # 14.4  Walk over T only. The state of one step is given to the next.
        raise NotImplementedError("14.4 LSTM.forward")

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
        # 14.5  From the last step to the first. dh of a step is its own part of dout,
        # and what the next step sends back. A parameter gets a share at every step.
        raise NotImplementedError("14.5 LSTM.backward")


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
        # 14.6  Keep the part of x and the part of h apart: r multiplies one block of
        # one of them (handout 5.1).
        raise NotImplementedError("14.6 GRUCell.forward")

    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        """Return the gradients for x and h, set those of params: exercise 14.7.

        Args:
            dh_next: (N, H) gradient of the loss for h_next of the latest forward,
                left unchanged.

        Returns:
            dx (N, D) and dh (N, H). `grads` is assigned, not added to.
        """
        xp = array_namespace(dh_next)
        # 14.7  Four ways lead from h to h_next (handout 5.2). Add what comes back
        # along each.
        raise NotImplementedError("14.7 GRUCell.backward")


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
        # 14.3  Four arrays, as in LSTM.__init__; here the biases are drawn, too.
        raise NotImplementedError("14.3 GRU.__init__")

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
        # 14.8  As in LSTM.forward, with one state in place of two.
        raise NotImplementedError("14.8 GRU.forward")

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
        # 14.8  As in LSTM.backward. Mind which share goes to bx and which to bh.
        raise NotImplementedError("14.8 GRU.backward")


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
    # 14.3  Blocks of H columns, and the biases of each block (handout 3).
    raise NotImplementedError("14.3 gate_parameters")
