"""Open checks of unit 9, fifth part: the block of layers that VGG is made of."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from grader.checks import Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
LOOK = """
def look(layers):
    return [
        "the class " + x.__name__ if isinstance(x, type) else type(x).__name__
        for x in layers
    ]
"""
CHANNELS = (
    "After the first Conv2d there are c_out channels: the next ones take as many."
)
NO_PADDING = "A 3 x 3 filter without padding takes two rows and columns off: pad=1."
NO_RELUS = "Each Conv2d must have a ReLU behind it."
POOLS = "The pooling is inside of the loop: one must stand at the end."
RELU_LAST = "The ReLU stands behind the pooling: it must come before it."
FAN_IN = "It is as if fan_in were c_in: a filter sees 3 x 3 pixels of each channel."
VARIANCE = "It is He's variance: the factor is the root of it."
FAN_OUT = "It is as if fan_in were 9 c_out: count the channels that come in."
FAN_FIRST = (
    "It is as if fan_in were 9 c_in: behind the first Conv2d c_out channels come in."
)
FOUR_NUMBERS = (
    "W is four numbers, not four axes: rng.normal takes a shape for means. Draw with "
    "rng.standard_normal(shape)."
)
NO_TWO = "The 2 of He's rule is missing: the variance is 2 / fan_in."
C_OUT_FIRST = "W is (c_out, c_in, 3, 3): c_out comes first."
SAME_W = "Both Conv2d have the same W: draw one for each, inside of the loop."
A_CLASS = "A class is no layer: call it, as ReLU() does, and it makes one."
APPENDED_OR = (
    "Is a return missing, or does it return what layers.append gives? list.append "
    "works in place and returns None."
)


@exercise("9.8")
def test_layers_of_a_block(student: Student) -> None:
    """vgg_block gives Conv2d and ReLU n_convs times, and a MaxPool2d at the end."""
    layers = student.vgg_block(1, 4, 2, generator(7))

    must = "vgg_block must return a list of layers, found "
    require(layers is not None, f"{must}None.", cause=APPENDED_OR)
    require(isinstance(layers, list), f"{must}{type(layers).__name__}.")
    names = support(student, "looking", LOOK).look(layers)

    wanted = ["Conv2d", "ReLU", "Conv2d", "ReLU", "MaxPool2d"]
    causes = {
        ("Conv2d", "Conv2d", "MaxPool2d"): NO_RELUS,
        ("Conv2d", "Conv2d", "ReLU", "MaxPool2d"): NO_RELUS,
        ("Conv2d", "ReLU", "Conv2d", "MaxPool2d"): NO_RELUS,
        ("Conv2d", "ReLU", "MaxPool2d") * 2: POOLS,
        ("Conv2d", "MaxPool2d", "ReLU") * 2: POOLS,
        ("Conv2d", "ReLU", "Conv2d", "MaxPool2d", "ReLU"): RELU_LAST,
    }
    shown = ", ".join(names) or "none"
    must = f"The layers must be {', '.join(wanted)}, found {shown}."
    has_class = any(name.startswith("the class") for name in names)
    cause = A_CLASS if has_class else causes.get(tuple(names), "")
    require(names == wanted, must, cause=cause)


@exercise("9.8")
def test_images_through_a_block(student: Student, rng: Rng) -> None:
    """vgg_block: Conv2d and ReLU keep height and width, MaxPool2d halves them."""
    c_in, c_out = (int(n) for n in rng.permutation([2, 3, 4, 5])[:2])
    layers = block(student, c_in, c_out, 2, int(rng.integers(1 << 32)))

    arrays = [array_of(each, "W") for each in learned(layers)]
    kernels = [array.shape for array in arrays]
    must = f"W of a Conv2d must have shape {(c_out, c_in, 3, 3)}, found (4,)."
    require((4,) not in kernels, must, cause=FOUR_NUMBERS)
    takes = [shape[1] for shape in kernels if len(shape) == 4]
    shown = " and ".join(map(str, kernels))
    must = f"The two W must take {c_in} and {c_out} channels, found shapes {shown}."
    cause = C_OUT_FIRST if kernels[:1] == [(c_in, c_out, 3, 3)] else CHANNELS
    cause = (
        SAME_W if len(arrays) == 2 and np.array_equal(arrays[0], arrays[1]) else cause
    )
    require(len(takes) != 2 or takes == [c_in, c_out], must, cause=cause)
    shapes: list[tuple[int, ...]] = [(3, c_in, 6, 4)]
    for layer in layers:
        out = layer.forward(np.ones(shapes[-1]), train=True)
        is_array = isinstance(out, np.ndarray)
        require(is_array, "forward of each layer must give an array, see 9.3 and 9.5.")
        shapes.append(np.shape(out))

    others = [shape for shape in shapes[1:-1] if shape != (3, c_out, 6, 4)]
    must = (
        f"Up to the pooling the shape must be {(3, c_out, 6, 4)}, found {others[:1]}."
    )
    cause = NO_PADDING if shapes[1][2:] == (4, 2) else ""
    require(not others, must.replace("[", "").replace("]", ""), cause=cause)
    must = f"Pooling must halve height and width, to 3 and 2, found {shapes[-1]}."
    require(shapes[-1] == (3, c_out, 3, 2), must)


@exercise("9.8")
def test_weights_of_a_block(student: Student, rng: Rng) -> None:
    """vgg_block: 3 x 3 weights by He's rule, different in each Conv2d, biases 0.

    The standard deviation of 2 916 weights and more must be He's within a tenth, which
    is more than seven standard errors: right weights miss it with probability below
    1e-12.
    """
    layers = block(student, 9, 36, 3, int(rng.integers(1 << 32)))

    params = learned(layers)

    require(len(params) == 3, f"Three layers must have params, found {len(params)}.")
    places = ("first", "second", "third")
    for place, each, channels in zip(places, params, (9, 36, 36), strict=True):
        w, b = array_of(each, "W"), array_of(each, "b")
        must = f"W must have shape (36, {channels}, 3, 3), found {w.shape}."
        is_turned = w.shape == (channels, 36, 3, 3)
        cause = C_OUT_FIRST if is_turned else ""
        cause = FOUR_NUMBERS if w.shape == (4,) else cause
        require(w.shape == (36, channels, 3, 3), must, cause=cause)
        close(b, np.zeros(36), "b")
        he = np.sqrt(2 / (9 * channels))
        must = (
            f"The standard deviation of W in the {place} Conv2d, where {channels} "
            f"channels come in, must be near {he:.4f}, found {w.std():.4f}."
        )
        wrong = {FAN_IN: 3 * he, VARIANCE: he**2, NO_TWO: he / np.sqrt(2)}
        wrong |= {FAN_OUT: np.sqrt(2 / (9 * 36))} if channels != 36 else {}
        wrong |= {FAN_FIRST: np.sqrt(2 / (9 * 9))} if channels != 9 else {}
        causes = [said for said, std in wrong.items() if abs(w.std() / std - 1) < 0.1]
        cause = causes[0] if len(causes) == 1 else ""
        require(abs(w.std() / he - 1) < 0.1, must, cause=cause)
    arrays = [array_of(each, "W") for each in params]
    same = any(np.array_equal(p, q) for p, q in pairwise(arrays))
    require(not same, "No two layers may start with the same weights.")


def block(student: Student, c_in: int, c_out: int, n: int, seed: int) -> list[Student]:
    """Return the layers of a block, once they are a list of 2 n + 1 objects."""
    layers = student.vgg_block(c_in, c_out, n, generator(seed))
    is_list = isinstance(layers, list) and len(layers) == 2 * n + 1
    shown = f"{len(layers)} layers" if isinstance(layers, list) else "no list"
    shown = "None" if layers is None else shown
    must = f"vgg_block must return a list of {2 * n + 1} layers here, found {shown}."
    require(is_list and all(isinstance(each, Student) for each in layers), must)
    names = support(student, "looking", LOOK).look(layers)
    classes = [name for name in names if name.startswith("the class")]
    must = (
        f"vgg_block must return a list of layers, found {''.join(classes[:1])} in it."
    )
    require(not classes, must, cause=A_CLASS)
    return list(layers)


def learned(layers: list[Student]) -> list[object]:
    """Return `params` of those layers that learn something."""
    found = [layer.params for layer in layers]
    return [params for params in found if not isinstance(params, dict) or params]


def array_of(params: object, key: str) -> Array:
    """Return what `params` holds under a key, once it is an array of numbers."""
    found: object = params.get(key) if isinstance(params, dict) else None
    is_array = isinstance(found, np.ndarray) and found.dtype.kind in "biuf"
    require(is_array, f'params must be a dict with an array of numbers under "{key}"')
    return np.asarray(found)
