"""Unit 9: convolution, pooling, and why VGG stacks small filters.

Read README.md in this folder first; it derives every formula used here.
Paper: Simonyan and Zisserman (2015), "Very Deep Convolutional Networks for
Large-Scale Image Recognition", arXiv:1409.1556.

Shapes:
    N       images in the batch
    C       channels of an image going in
    F       filters, which are the channels coming out
    h, w    height and width of an image going in
    kh, kw  height and width of a filter, the kernel
    oh, ow  height and width of an image coming out
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
        (N * oh * ow, C * kh * kw) in the dtype of x, where
        oh = floor((h + 2 * pad - kh) / stride) + 1, and ow likewise. Rows go
        through the images, then down, then to the right; columns through the
        channels, then down, then to the right.
    """
    xp = array_namespace(x)
    # 9.1  Handout 2.2. A loop over the kh * kw places of a window is welcome: each
    # place sees one slice of the padded images, with steps of `stride`.
    raise NotImplementedError("9.1 im2col")


def col2im(
    col: Array, x_shape: Shape, kernel: Pair, stride: int = 1, pad: int = 0
) -> Array:
    """Add every row of windows back into the images: exercise 9.2.

    This is the adjoint of `im2col`: a pixel gets the sum of all entries of col
    that `im2col` would have copied it to.

    Args:
        col: (N * oh * ow, C * kh * kw) of any dtype, left unchanged.
        x_shape: (N, C, h, w), the shape of the images.
        kernel: (kh, kw), as it was given to `im2col`.
        stride: as it was given to `im2col`.
        pad: as it was given to `im2col`; what falls on the padding is dropped.

    Returns:
        (N, C, h, w) in the dtype of col.
    """
    xp = array_namespace(col)
    # 9.2  The slices of 9.1 again; now each of them is added to: handout 2.3.
    raise NotImplementedError("9.2 col2im")


class Conv2d:
    """Lay every filter on every window of the images, and add a bias.

    The filter is not flipped: this is a cross-correlation, which networks call
    a convolution.

    Attributes:
        params: "W" (F, C, kh, kw) filters, "b" (F,) biases; the arrays that were
            given, not copies.
        grads: the gradient of the loss for each of them, same shapes; zeros
            before the first `backward`.
        stride, pad: as in `im2col`.

    Example:
        >>> layer = Conv2d(np.array([[[[1.0, 10.0]]]]), np.array([0.5]))
        >>> layer.forward(np.array([[[[1.0, 2.0, 3.0]]]])).tolist()
        [[[[21.5, 32.5]]]]
    """

    def __init__(self, W: Array, b: Array, stride: int = 1, pad: int = 0) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(W)
        self.params = {"W": W, "b": b}
        self.grads = {"W": xp.zeros_like(W), "b": xp.zeros_like(b)}
        self.stride = stride
        self.pad = pad

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the images that the filters make of x: exercise 9.3.

        Args:
            x: (N, C, h, w) images, left unchanged.
            train: makes no difference here.

        Returns:
            (N, F, oh, ow) array, in the dtype of x.
        """
        # 9.3  One matrix product of windows and filters, then the order of the axes:
        # handout 3.1. Keep on self whatever `backward` will need.
        raise NotImplementedError("9.3 Conv2d.forward")

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, and set those of W and b: exercise 9.4.

        Args:
            dout: (N, F, oh, ow) gradient of the loss with respect to the output of
                the latest `forward`, left unchanged.

        Returns:
            (N, C, h, w) gradient with respect to x. `grads` is assigned, not
            added to.
        """
        # 9.4  The way of 9.3 backwards: handout 3.2. Every window adds its share.
        raise NotImplementedError("9.4 Conv2d.backward")


class MaxPool2d:
    """Keep the largest pixel of every window, channel by channel.

    Windows that would reach beyond the image are left out: there is no padding.

    Attributes:
        params, grads: empty, there is nothing to learn.
        size: height and width of a window.
        stride: how far a window stands from the next; `size` where none is given.
    """

    def __init__(self, size: int = 2, stride: int | None = None) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.size = size
        self.stride = size if stride is None else stride

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the largest pixel of every window: exercise 9.5.

        Args:
            x: (N, C, h, w) images, left unchanged.
            train: makes no difference here.

        Returns:
            (N, C, oh, ow) array in the dtype of x, float64 where x holds integers.
        """
        xp = array_namespace(x)
        # 9.5  Compare the places of a window one after the other: handout 4.1.
        # Remember which place was the largest, the first of them if several are.
        raise NotImplementedError("9.5 MaxPool2d.forward")

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 9.6.

        Args:
            dout: (N, C, oh, ow) gradient for the output of the latest `forward`,
                left unchanged.

        Returns:
            (N, C, h, w) gradient for x. All that a window sends back goes to one
            pixel, the first of its largest in row-major order; a pixel that won
            in several windows gets the sum.
        """
        xp = array_namespace(dout)
        # 9.6  Each place of a window sends back what it won: handout 4.2.
        # Windows may overlap, and some pixels lie in none.
        raise NotImplementedError("9.6 MaxPool2d.backward")


class ReLU:
    """Let positive numbers pass, make the others zero: given, as in unit 2.

    Attributes:
        params, grads: empty, there is nothing to learn.
    """

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return max(x, 0) of every entry of x, which is of any shape."""
        xp = array_namespace(x)
        self.positive = x > 0
        out: Array = xp.where(self.positive, x, 0.0)
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, in the shape of x."""
        xp = array_namespace(dout)
        dx: Array = xp.where(self.positive, dout, 0.0)
        return dx


def receptive_field(layers: Sequence[Pair]) -> int:
    """Return how many pixels of the input one output sees, along one axis: 9.7.

    Args:
        layers: (kernel, stride) of every layer, two integers, in forward order;
            none gives 1.

    Returns:
        an integer: 3 for one 3x3 layer of stride 1, and 5 for two.
    """
    # 9.7  What is the distance, in pixels of the input, of two neighbours that a
    # layer reads? Handout 5.1.
    raise NotImplementedError("9.7 receptive_field")


def conv_parameters(
    kernel: int | Pair, c_in: int, c_out: int, bias: bool = True
) -> int:
    """Return how many numbers a convolution layer learns: exercise 9.7.

    Args:
        kernel: (kh, kw), or one integer for both.
        c_in: channels going in.
        c_out: channels coming out.
        bias: whether there are biases.

    Returns:
        an integer.
    """
    # 9.7  How many numbers has one filter? How many filters are there? Handout 5.2.
    raise NotImplementedError("9.7 conv_parameters")


def compose_kernels(k1: Array, k2: Array) -> Array:
    """Return the one kernel that does what k1 and then k2 do: exercise 9.7.

    Correlating an image with k1, and the result with k2, without padding, gives
    what correlating it once with the returned kernel gives.

    Args:
        k1: (h1, w1) the kernel that comes first, left unchanged.
        k2: (h2, w2) the kernel that comes after it, left unchanged.

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
    """Return the layers of a block of small filters: exercise 9.8.

    n_convs times a Conv2d with 3x3 filters and padding 1 and a ReLU, and at the
    end a MaxPool2d over 2x2.

    Args:
        c_in: channels going in.
        c_out: channels coming out, of every convolution.
        n_convs: how many convolutions, at least one.
        rng: where every weight comes from, by rng.standard_normal alone.

    Returns:
        2 * n_convs + 1 layers of this module. The weights are He's, normal with
        variance 2 / fan_in, where fan_in counts what one output sums up; the
        biases are zero. They live where the generator lives.
    """
    # 9.8  Handout 6. The first convolution sees c_in channels; how many do the others?
    raise NotImplementedError("9.8 vgg_block")
