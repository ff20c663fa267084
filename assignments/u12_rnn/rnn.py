"""Unit 12: recurrent networks, and backpropagation through time.

Read README.md in this folder first; it derives every formula used here.
Paper: Werbos (1990), "Backpropagation through time: what it does and how to do
it", Proceedings of the IEEE 78(10).

Shapes:
    N  sequences in the batch      H  hidden units
    T  time steps                  L  layers
    D  input features per step     K  directions, 1 or 2
    V  words that an embedding knows
"""

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import DTypeLike, NDArray

# Or CuPy's: xp is the library that made the array, so write xp.tanh(...).
Array = NDArray[np.floating]
Indices = NDArray[np.integer]


class RNNCell:
    """One step of a recurrent network: the next state from an input and a state.

    Attributes:
        params: "Wx" (D, H), "Wh" (H, H) and "b" (H,); the arrays that were
            given, not copies.
        grads: the gradient of the loss for each of them, same shapes.
    """

    def __init__(self, Wx: Array, Wh: Array, b: Array) -> None:  # noqa: N803 - the contract's names
        xp = array_namespace(Wx)
        self.params = {"Wx": Wx, "Wh": Wh, "b": b}
        self.grads = {key: xp.zeros_like(array) for key, array in self.params.items()}

    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        """Return the next state (N, H), tanh(x Wx + h Wh + b): exercise 12.1.

        Args:
            x: (N, D) inputs of this step, left unchanged.
            h: (N, H) state before this step, left unchanged.
            train: makes no difference here.
        """
        xp = array_namespace(x)
        # 12.1  Two products and a bias meet inside one tanh (handout 2.1).
        # Keep on self whatever `backward` will need.
        raise NotImplementedError("12.1 RNNCell.forward")

    def backward(self, dh_next: Array) -> tuple[Array, Array]:
        """Return the gradients for x and h, assign those of params: exercise 12.2.

        Args:
            dh_next: (N, H) gradient for what forward returned, left unchanged.
        """
        # 12.2  First through the tanh, whose slope its own output tells
        # (handout 2.2). What is then at hand serves all five gradients.
        raise NotImplementedError("12.2 RNNCell.backward")


class RNN:
    """A recurrent network over whole sequences: layers, and one or two directions.

    Layer 0 reads the input, each further layer the outputs of the one below. A
    reverse direction runs from the last step to the first.

    Attributes:
        params: "l0.Wx" (D, H), "l0.Wh" (H, H), "l0.b" (H,), and the same for "l1",
            which reads H * K features, and so on; reverse: "l0r.Wx" and so on.
        grads: the gradient of the loss for each of them, same shapes.
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bidirectional: bool = False,
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        """Draw the parameters, in this dtype: exercises 12.3, 12.5 and 12.6."""
        self.hidden_size, self.num_layers = hidden_size, num_layers
        self.directions = {"": 1, "r": -1} if bidirectional else {"": 1}
        rng = np.random.default_rng() if rng is None else rng
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        # 12.3  Fill params, every entry drawn evenly from +-1/sqrt(H) with
        # rng.random, in this dtype; and grads with zeros (handout 3.1).
        # 12.5 and 12.6  One set for each layer and each direction.
        raise NotImplementedError("12.3 RNN")

    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        """Run the network over all steps: exercises 12.3, 12.5 and 12.6.

        Args:
            x: (N, T, D) sequences, left unchanged.
            h0: (L*K, N, H) states before the first step, index layer * K +
                direction, left unchanged; None means zeros, in every call.
            train: makes no difference here.

        Returns:
            (N, T, H*K) states of the top layer, and (L*K, N, H) the state in which
            each layer and direction ends; the reverse one ends at t = 0.
        """
        xp = array_namespace(x)
        # 12.3  One layer: the rule of the cell, once for every step; each step
        # starts from the state that the one before it left (handout 3.2).
        # 12.5  More layers: the outputs of one are the inputs of the next.
        # 12.6  Reverse: from T - 1 down to 0; out[:, t] still belongs to x[:, t].
        # Keep on self whatever `backward` will need.
        raise NotImplementedError("12.3 RNN.forward")

    def backward(self, dout: Array, dh_n: Array | None = None) -> tuple[Array, Array]:
        """Backpropagate through time: exercises 12.4, 12.5 and 12.6.

        Args:
            dout: (N, T, H*K) gradient for the latest forward's out, left unchanged.
            dh_n: (L*K, N, H) gradient for its h_n, left unchanged; None means zeros.

        Returns:
            (N, T, D) gradient for x and (L*K, N, H) for h0. `grads` is assigned.
        """
        xp = array_namespace(dout)
        # 12.4  Walk the steps backwards. A state is used twice, by the output
        # and by the next step, so two gradients meet there (handout 4.1).
        # 12.5  What a layer returns for its input is what the one below gets.
        # 12.6  Each direction walks back along its own way; both read x.
        raise NotImplementedError("12.4 RNN.backward")


def last_output(out: Array, bidirectional: bool = False) -> Array:
    """Return (N, H*K), what a network says at its end, many to one: exercise 12.7.

    Args:
        out: (N, T, H*K) outputs of `RNN.forward`, left unchanged.
        bidirectional: whether the second half is the reverse direction's: it is
            taken at 0, and the first half at T - 1.
    """
    xp = array_namespace(out)
    # 12.7  Each direction where it ends (handout 5.1).
    raise NotImplementedError("12.7 last_output")


def last_output_backward(
    dlast: Array, shape: tuple[int, int, int], bidirectional: bool = False
) -> Array:
    """Return the gradient for `out` of `last_output`: exercise 12.7.

    Args:
        dlast: (N, H*K) gradient for what it returned, left unchanged.
        shape: (N, T, H*K), that of `out`.
        bidirectional: as in `last_output`.
    """
    xp = array_namespace(dlast)
    # 12.7  What was not looked at has no share in the loss (handout 5.1).
    raise NotImplementedError("12.7 last_output_backward")


def repeat_input(x0: Array, T: int) -> Array:  # noqa: N803 - the contract's name
    """Return (N, T, D): x0 at t = 0 and zeros after it, one to many: exercise 12.7.

    Args:
        x0: (N, D) inputs of the first step, left unchanged.
        T: how many steps there shall be.
    """
    xp = array_namespace(x0)
    # 12.7  The state carries what was said; the input says it once (handout 5.2).
    raise NotImplementedError("12.7 repeat_input")


class Embedding:
    """A table with one row of D numbers for each of V words.

    Attributes:
        params: "W" (V, D), the array that was given; grads: its gradient.
    """

    def __init__(self, W: Array) -> None:  # noqa: N803 - the contract's name
        xp = array_namespace(W)
        self.params = {"W": W}
        self.grads = {"W": xp.zeros_like(W)}

    def forward(self, indices: Indices, train: bool = True) -> Array:
        """Return the row of each word, (N, T, D): exercise 12.8.

        Args:
            indices: (N, T) whole numbers from 0 to V - 1, left unchanged.
            train: makes no difference here.
        """
        # 12.8  Look the rows up, all at once (handout 5.3).
        # Keep on self whatever `backward` will need.
        raise NotImplementedError("12.8 Embedding.forward")

    def backward(self, dout: Array) -> None:
        """Set the gradient for W, and return None: exercise 12.8.

        Args:
            dout: (N, T, D) gradient for the latest forward's output, left unchanged.
        """
        xp = array_namespace(dout)
        # 12.8  A word that stands at several places gets all of their gradients.
        raise NotImplementedError("12.8 Embedding.backward")
