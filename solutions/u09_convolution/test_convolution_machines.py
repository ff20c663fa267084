"""Hidden checks of unit 9, seventh part: no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    Work,
    exercise,
    generator,
    require,
    runs_on_device,
    support,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]
RECORDER = '''
import numpy as np


class Recorder:
    """A generator that notes which methods are asked for."""

    def __init__(self, seed):
        self.generator, self.names = np.random.default_rng(seed), []

    def __getattr__(self, name):
        self.names.append(name)
        return getattr(self.generator, name)
'''
IMAGES, BOTH, PIXELS = "N and C", "N, C and F", "height and width"
PLACES = {"KH": 3, "KW": 2}  # over these a loop is allowed
OTHER = (
    "Another method than standard_normal is drawn with: a generator of CuPy's may lack "
    "it, as it lacks normal."
)


@exercise("9.11")
@pytest.mark.parametrize("name", ["im2col", "col2im"])
def test_windows_have_no_loop(student: Student, rng: Rng, name: str) -> None:
    """The function has no Python loop over images, channels or pixels."""

    def build(size: Sizes) -> Work:
        kernel, shape = kernel_of(size), (size[IMAGES], size[IMAGES], 4, size["width"])
        x, rows = rng.normal(size=shape), size[IMAGES] * 2 * (size["width"] - 1)
        if name == "im2col":
            return Work(student.im2col, (x, kernel))
        col = rng.normal(size=(rows, size[IMAGES] * kernel[0] * kernel[1]))
        return Work(student.col2im, (col, shape, kernel))

    vectorised(build, over={IMAGES: 3, "width": 5, **PLACES})


@exercise("9.11")
def test_convolution_has_no_loop(
    student: Student, rng: Rng, reference: ModuleType
) -> None:
    """Conv2d, both passes, has no Python loop over images, channels or filters."""

    def build(size: Sizes) -> Work:
        x, w, dout = arrays(size)
        return Work(student.Conv2d(w, w[:, 0, 0, 0]), (x,), {"train": True}, dout)

    def arrays(size: Sizes) -> tuple[Array, Array, Array]:
        n = size[BOTH]
        w = rng.normal(size=(n, n, *kernel_of(size)))
        return rng.normal(size=(n, n, 4, 3)), w, rng.normal(size=(n, n, 2, 2))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        x, w, dout = arrays(size)
        made = reference.Conv2d(w, w[:, 0, 0, 0])
        return lambda: (made.forward(x, train=True), made.backward(dout))

    vectorised(build, over={BOTH: 3, **PLACES}, reference=same_with_reference)


@exercise("9.11")
def test_pixels_have_no_loop(student: Student, rng: Rng) -> None:
    """Conv2d, both passes, has no Python loop over pixels or windows."""

    def build(size: Sizes) -> Work:
        side, (kh, kw) = size[PIXELS], kernel_of(size)
        w, x = rng.normal(size=(2, 1, kh, kw)), rng.normal(size=(1, 1, side, side))
        dout = rng.normal(size=(1, 2, side - kh + 1, side - kw + 1))
        return Work(student.Conv2d(w, w[:, 0, 0, 0]), (x,), {"train": True}, dout)

    vectorised(build, over={PIXELS: 5, **PLACES})


@exercise("9.11")
def test_pooling_has_no_loop(student: Student, rng: Rng) -> None:
    """MaxPool2d has no Python loop over images, channels or windows."""

    def build(size: Sizes) -> Work:
        n, width = size[IMAGES], size["width"]
        x = rng.normal(size=(n, n, 4, 2 * width))
        dout = rng.normal(size=(n, n, 2, width))
        return Work(student.MaxPool2d(2), (x,), {"train": True}, dout)

    vectorised(build, over={IMAGES: 3, "width": 3, **PLACES})


@exercise("9.12")
@pytest.mark.parametrize("name", ["im2col", "col2im"])
def test_windows_run_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """The function gives on the GPU what it gives with NumPy."""
    x, col = rng.normal(size=(2, 3, 5, 4)), rng.normal(size=(24, 18))
    args = {
        "im2col": (x, (2, 3), 2, 1),
        "col2im": (col[:12], (2, 3, 5, 4), (2, 3), 2, 1),
    }

    runs_on_device(lambda: Work(getattr(student, name), args[name]))


@exercise("9.12", weight=2)
@pytest.mark.parametrize("kind", ["Conv2d", "MaxPool2d"])
def test_passes_run_on_the_gpu(student: Student, rng: Rng, kind: str) -> None:
    """The layer gives on the GPU what it gives with NumPy, forward and backward."""
    w, b, x = (
        rng.normal(size=(5, 3, 3, 2)),
        rng.normal(size=5),
        rng.normal(size=(2, 3, 6, 5)),
    )
    made = {"Conv2d": (w, b, 2, 1), "MaxPool2d": (3, 1)}
    dout = {"Conv2d": rng.normal(size=(2, 5, 3, 3)), "MaxPool2d": x[:, :, :4, :3]}

    runs_on_device(
        lambda: Work(
            getattr(student, kind)(*made[kind]), (x,), {"train": True}, dout[kind]
        )
    )


@exercise("9.12")
def test_kernels_run_on_the_gpu(student: Student, rng: Rng) -> None:
    """compose_kernels gives on the GPU what it gives with NumPy."""
    k1, k2 = rng.normal(size=(3, 2)), rng.normal(size=(2, 4))

    runs_on_device(lambda: Work(student.compose_kernels, (k1, k2)))


@exercise("9.12")
def test_block_draws_by_a_shared_method(student: Student, rng: Rng) -> None:
    """vgg_block draws only with methods of rng that CuPy's generators have, too."""
    recorder = support(student, "recording", RECORDER).Recorder(int(rng.integers(99)))

    layers = student.vgg_block(2, 3, 2, recorder)

    names = [str(name) for name in recorder.names if not str(name).startswith("_")]
    others = sorted(set(names) - {"random", "standard_normal"})
    must = f"draw with rng.standard_normal, found rng.{'/'.join(others)}"
    require(layers is not None and not others, must, cause=OTHER)


@exercise("9.12")
def test_block_lives_where_its_generator_does(student: Student, rng: Rng) -> None:
    """vgg_block makes weights and biases on the GPU if its generator is there."""
    module = support(student, "blocks", BLOCKS)
    seed = int(rng.integers(1 << 32))

    runs_on_device(
        lambda: Work(module.arrays_of_a_block, (student, 2, 3, generator(seed)))
    )


BLOCKS = '''
def arrays_of_a_block(module, c_in, c_out, rng):
    """Return all the arrays of a block of two convolutions."""
    layers = module.vgg_block(c_in, c_out, 2, rng)
    return [layer.params[key] for layer in layers for key in layer.params]
'''


def kernel_of(size: Sizes) -> tuple[int, int]:
    """Return the kernel's height and width."""
    return size["KH"], size["KW"]
