"""Unit 9: convolution, pooling, and why VGG stacks small filters.

Read README.md in this folder first; it derives every formula used here.
Paper: Simonyan and Zisserman (2015), "Very Deep Convolutional Networks for
Large-Scale Image Recognition", arXiv:1409.1556.

Shapes:
    N images in the batch, C channels going in, F filters: the channels coming out
    h, w of an image going in, kh, kw of a filter, oh, ow of an image coming out
"""

from collections.abc import Sequence

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

# Or CuPy's: xp is the library that made the array, so write xp.zeros(...).
Array = NDArray[np.floating]
Pair = tuple[int, int]
Shape = tuple[int, int, int, int]


def im2col(x: Array, kernel: Pair, stride: int = 1, pad: int = 0) -> Array:
    """Write every window of every image as one row: exercise 9.1.

    Args:
        x: (N, C, h, w) images of any dtype, left unchanged.
        kernel: (kh, kw), the size of a window.
        stride: how far a window stands from the next, down and to the right.
        pad: how many rows and columns of zeros are put around every image.

    Returns:
        (N * oh * ow, C * kh * kw) in the dtype of x, in the order of these factors;
        oh is floor((h + 2 * pad - kh) / stride) + 1, and ow likewise.
    """
    xp = array_namespace(x)
    # 9.1  Handout 2.2. Loop over the kh * kw places of a window: each sees one slice
    # of the padded images, with steps of `stride`.
    raise NotImplementedError("9.1 im2col")


def col2im(
    col: Array, x_shape: Shape, kernel: Pair, stride: int = 1, pad: int = 0
) -> Array:
    """Add every row of windows back into the images: exercise 9.2.

    This is the adjoint of `im2col`: a pixel gets the sum of all entries of col
    that `im2col` would have copied it to. What falls on the padding is dropped.

    Args:
        col: (N * oh * ow, C * kh * kw) of any dtype, left unchanged.
        x_shape: (N, C, h, w), the shape of the images.
        kernel: (kh, kw), as `im2col` had it, and so with the next two.
        stride: from a window to the next.
        pad: rows and columns of zeros around every image.

    Returns:
        (N, C, h, w) in the dtype of col.
    """
    xp = array_namespace(col)
    # 9.2  The slices of 9.1 again; now each of them is added to: handout 2.3.
    raise NotImplementedError("9.2 col2im")


class Conv2d:
    """Lay every filter, unturned, on every window of the images, and add a bias.

    Attributes:
        params: "W" (F, C, kh, kw) filters, "b" (F,) biases; the arrays that were
            given, not copies.
        grads: the gradient of the loss for each of them, same shapes; zeros
            before the first `backward`.
        stride, pad: as in `im2col`.
    """

    def __init__(self, W: Array, b: Array, stride: int = 1, pad: int = 0) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(W)
        self.params = {"W": W, "b": b}
        self.grads = {"W": xp.zeros_like(W), "b": xp.zeros_like(b)}
        self.stride = stride
        self.pad = pad

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return (N, F, oh, ow) images, in the dtype of x: exercise 9.3.

        Args:
            x: (N, C, h, w) images, left unchanged.
            train: makes no difference here.
        """
        # 9.3  A product of windows and filters, then the order of the axes: handout
        # 3.1. Keep on self whatever `backward` will need.
        raise NotImplementedError("9.3 Conv2d.forward")

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, in its shape, and set `grads`: exercise 9.4.

        Args:
            dout: (N, F, oh, ow) gradient for the latest output, left unchanged.
        """
        # 9.4  The way of 9.3 backwards: handout 3.2. Every window adds its share.
        raise NotImplementedError("9.4 Conv2d.backward")


class MaxPool2d:
    """Keep the largest pixel of every window that fits, channel by channel.

    Attributes:
        params, grads: empty, there is nothing to learn.
        size: height and width of a window.
        stride: from a window to the next; `size` where none is given.
    """

    def __init__(self, size: int = 2, stride: int | None = None) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.size = size
        self.stride = size if stride is None else stride

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return (N, C, oh, ow), the largest pixel of every window: exercise 9.5.

        Args:
            x: (N, C, h, w) images, left unchanged; whole numbers give float64.
            train: makes no difference here.
        """
        xp = array_namespace(x)
        # 9.5  Compare the places of a window one after the other: handout 4.1.
        # Remember which place was the largest, the first of them if several are.
        raise NotImplementedError("9.5 MaxPool2d.forward")

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, in its shape: exercise 9.6.

        All that a window sends back goes to one pixel, the first of its largest in
        row-major order.

        Args:
            dout: (N, C, oh, ow) gradient for the latest output, left unchanged.
        """
        xp = array_namespace(dout)
        # 9.6  Each place of a window sends back what it won: handout 4.2.
        # Windows may overlap, and some pixels lie in none.
        raise NotImplementedError("9.6 MaxPool2d.backward")


class ReLU:
    """Let positive numbers pass, make the others zero: given, as in unit 2."""

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return max(x, 0) of every entry of x, which is of any shape."""
        self.positive = x > 0
        out: Array = array_namespace(x).where(self.positive, x, 0.0)
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, in the shape of x."""
        dx: Array = array_namespace(dout).where(self.positive, dout, 0.0)
        return dx


def receptive_field(layers: Sequence[Pair]) -> int:
    """Return how many pixels of the input one output sees, along one axis: 9.7.

    Args:
        layers: (kernel, stride) of every layer, in forward order; none gives 1.
    """
    # 9.7  How far apart, in the input, are two neighbors that a layer reads? 5.1.
    raise NotImplementedError("9.7 receptive_field")


def conv_parameters(
    kernel: int | Pair, c_in: int, c_out: int, bias: bool = True
) -> int:
    """Return how many numbers a convolution learns, in W and in b: exercise 9.7.

    Args:
        kernel: (kh, kw), or one integer for both.
        c_in: channels going in.
        c_out: channels coming out.
        bias: whether there is a b.
    """
    # 9.7  How many numbers has one filter? How many filters are there? Handout 5.2.
    raise NotImplementedError("9.7 conv_parameters")


def compose_kernels(k1: Array, k2: Array) -> Array:
    """Return the one kernel that does what k1 and then k2 do: exercise 9.7.

    Args:
        k1: (h1, w1) the kernel laid on the image, without padding; left unchanged.
        k2: (h2, w2) the kernel laid on what comes out; left unchanged.

    Returns:
        (h1 + h2 - 1, w1 + w2 - 1) array, in the dtype of both.
    """
    xp = array_namespace(k1)
    # 9.7  Handout 5.3. Each weight of k2 reads k1 at another place.
    raise NotImplementedError("9.7 compose_kernels")


Layer = Conv2d | ReLU | MaxPool2d


def vgg_block(
    c_in: int, c_out: int, n_convs: int, rng: np.random.Generator
) -> list[Layer]:
    """Return n_convs times (Conv2d 3x3 pad 1, ReLU), then MaxPool2d 2x2: 9.8.

    Args:
        c_in: channels going in.
        c_out: channels coming out, of every convolution.
        n_convs: how many convolutions, at least one.
        rng: where every weight comes from, by rng.standard_normal alone.

    Returns:
        2 * n_convs + 1 layers of this module, with He's weights (variance
        2 / fan_in) and biases of zero, all where the generator lives.
    """
    # 9.8  Handout 6. The first convolution sees c_in channels; how many do the others?
    raise NotImplementedError("9.8 vgg_block")
