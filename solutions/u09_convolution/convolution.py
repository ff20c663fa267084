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
    # hole: 9.1 im2col
    #: 9.1  Handout 2.2. Loop over the kh * kw places of a window: each sees one slice
    #: of the padded images, with steps of `stride`.
    (n, c, h, w), (kh, kw) = x.shape, kernel
    padded = xp.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=x.dtype)
    padded[:, :, pad : pad + h, pad : pad + w] = x
    views = _views(padded, kernel, stride)
    col: Array = xp.empty((c, kh * kw, n, *views[0].shape[2:]), dtype=x.dtype)
    for place, view in enumerate(views):
        col[:, place] = view.transpose(1, 0, 2, 3)
    return col.reshape(c * kh * kw, -1).T


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
    # hole: 9.2 col2im
    #: 9.2  The slices of 9.1 again; now each of them is added to: handout 2.3.
    (n, c, h, w), (kh, kw) = x_shape, kernel
    padded = xp.zeros((c, n, h + 2 * pad, w + 2 * pad), dtype=col.dtype)
    views = _views(padded, kernel, stride)
    windows = col.T.reshape(c, kh * kw, n, *views[0].shape[2:])
    for place, view in enumerate(views):
        view[...] += windows[:, place]
    images: Array = padded[:, :, pad : pad + h, pad : pad + w].transpose(1, 0, 2, 3)
    return images


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
        # hole: 9.3 Conv2d.forward
        #: 9.3  A product of windows and filters, then the order of the axes: handout
        #: 3.1. Keep on self whatever `backward` will need.
        weights, self.x_shape = self.params["W"], x.shape
        f, _, kh, kw = weights.shape
        self.col = im2col(x, (kh, kw), self.stride, self.pad)
        out = weights.reshape(f, -1) @ self.col.T + self.params["b"][:, None]
        oh = (x.shape[2] + 2 * self.pad - kh) // self.stride + 1
        return out.reshape(f, x.shape[0], oh, -1).transpose(1, 0, 2, 3)

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, in its shape, and set `grads`: exercise 9.4.

        Args:
            dout: (N, F, oh, ow) gradient for the latest output, left unchanged.
        """
        # hole: 9.4 Conv2d.backward
        #: 9.4  The way of 9.3 backwards: handout 3.2. Every window adds its share.
        weights = self.params["W"]
        f, _, kh, kw = weights.shape
        per_filter = dout.transpose(1, 0, 2, 3).reshape(f, -1)
        self.grads["W"] = (self.col.T @ per_filter.T).T.reshape(weights.shape)
        self.grads["b"] = per_filter.sum(axis=1)
        dcol = (weights.reshape(f, -1).T @ per_filter).T
        return col2im(dcol, self.x_shape, (kh, kw), self.stride, self.pad)


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
        # hole: 9.5 MaxPool2d.forward
        #: 9.5  Compare the places of a window one after the other: handout 4.1.
        #: Remember which place was the largest, the first of them if several are.
        self.x_shape, kernel = x.shape, (self.size, self.size)
        views = _views(x, kernel, self.stride)
        largest: Array = views[0] * 1.0
        self.winner = xp.zeros(largest.shape, dtype=xp.int64)
        for place, view in enumerate(views):
            is_larger = view > largest
            largest = xp.where(is_larger, view, largest)
            self.winner = xp.where(is_larger, place, self.winner)
        return largest

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, in its shape: exercise 9.6.

        All that a window sends back goes to one pixel, the first of its largest in
        row-major order.

        Args:
            dout: (N, C, oh, ow) gradient for the latest output, left unchanged.
        """
        xp = array_namespace(dout)
        # hole: 9.6 MaxPool2d.backward
        #: 9.6  Each place of a window sends back what it won: handout 4.2.
        #: Windows may overlap, and some pixels lie in none.
        dx: Array = xp.zeros(self.x_shape, dtype=dout.dtype)
        views = _views(dx, (self.size, self.size), self.stride)
        for place, view in enumerate(views):
            view[...] += xp.where(self.winner == place, dout, 0.0)
        return dx


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
    # hole: 9.7 receptive_field
    #: 9.7  How far apart, in the input, are two neighbors that a layer reads? 5.1.
    seen, step = 1, 1
    for kernel, stride in layers:
        seen += (kernel - 1) * step
        step *= stride
    return seen


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
    # hole: 9.7 conv_parameters
    #: 9.7  How many numbers has one filter? How many filters are there? Handout 5.2.
    kh, kw = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    return c_out * (kh * kw * c_in + int(bias))


def compose_kernels(k1: Array, k2: Array) -> Array:
    """Return the one kernel that does what k1 and then k2 do: exercise 9.7.

    Args:
        k1: (h1, w1) the kernel laid on the image, without padding; left unchanged.
        k2: (h2, w2) the kernel laid on what comes out; left unchanged.

    Returns:
        (h1 + h2 - 1, w1 + w2 - 1) array, in the dtype of both.
    """
    xp = array_namespace(k1)
    # hole: 9.7 compose_kernels
    #: 9.7  Handout 5.3. Each weight of k2 reads k1 at another place.
    (h1, w1), (h2, w2) = k1.shape, k2.shape
    composed: Array = xp.zeros((h1 + h2 - 1, w1 + w2 - 1), dtype=(1.0 * k1).dtype)
    for i in range(h2):
        for j in range(w2):
            composed[i : i + h1, j : j + w1] += k1 * k2[i, j]
    return composed


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
    # hole: 9.8 vgg_block
    #: 9.8  Handout 6. The first convolution sees c_in channels; how many do the others?
    layers: list[Layer] = []
    for channels in [c_in, *[c_out] * (n_convs - 1)]:
        std = (2 / (9 * channels)) ** 0.5
        weights: Array = std * rng.standard_normal((c_out, channels, 3, 3))
        xp = array_namespace(weights)
        layers += [Conv2d(weights, xp.zeros(c_out), pad=1), ReLU()]
    return [*layers, MaxPool2d(2)]


# solution only
def _views(images: Array, kernel: Pair, stride: int) -> list[Array]:
    """Return a view of each place of a window, row by row, of images (.., .., h, w)."""
    (kh, kw), (_, _, h, w) = kernel, images.shape
    down, right = h - kh + 1, w - kw + 1  # where windows may begin, more than one apart
    return [
        images[:, :, i : i + down : stride, j : j + right : stride]
        for i in range(kh)
        for j in range(kw)
    ]
