"""The functions for the stand-in's arrays, as `array_namespace(x)` gives them.

They are those that `array_api_compat` gives for NumPy, on the same numbers, less
what CuPy lacks: the same wrappers stand before NumPy and before CuPy.
"""

import functools
import types
from collections.abc import Callable

import array_api_compat.numpy as compat
import numpy as np

from grader.sandbox import cupy_lacks
from grader.sandbox.plans import Value
from grader.sandbox.standin import DEVICE, DeviceArray, elementwise, routine, wrapped

_DRAWS = cupy_lacks.words(
    "exponential gamma integers poisson random standard_exponential standard_gamma "
    "standard_normal uniform"
)  # of CuPy's generators
_DRAWN_WITHOUT = cupy_lacks.words(
    "choice normal permutation rand randint randn random random_sample seed shuffle "
    "standard_normal uniform"
)
# The wrappers of `array_api_compat` add what CuPy lacks, but for these.
_NOT_IN_LINALG = frozenset({"multi_dot", "test"})
_MISSING = cupy_lacks.FUNCTIONS - {"unstack", "vecdot"}
Move = Callable[[Value], Value]


class Elementwise:
    """One of NumPy's elementwise functions, for arrays of the device's."""

    def __init__(self, ufunc: np.ufunc) -> None:
        """Stand for `ufunc`."""
        self._ufunc = ufunc

    def __call__(self, *args: Value, **kwargs: Value) -> Value:
        """Apply it."""
        return elementwise(self._ufunc, "__call__", *args, **kwargs)

    def __getattr__(self, method: str) -> Value:
        """Return a method of it, such as `at`."""
        if method not in ("at", "outer", *cupy_lacks.METHODS_OF):
            msg = f"'cupy.ufunc' object has no attribute {method!r}"
            raise AttributeError(msg)
        return functools.partial(elementwise, self._ufunc, method)


class Functions(types.ModuleType):
    """A module of functions; each is made when it is asked for."""

    def __init__(self, name: str, source: types.ModuleType) -> None:
        """Offer what `source` offers, under the name of CuPy's module."""
        super().__init__(name)
        self._source = source
        self._lacking = _NOT_IN_LINALG if name == "cupy.linalg" else _MISSING

    def __getattr__(self, name: str) -> Value:
        """Return a function, a number or a dtype, if CuPy has it."""
        found: Value = getattr(self._source, name, None)
        if name in self._lacking or (found is None and name != "newaxis"):
            msg = f"module {self.__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        if isinstance(found, np.ufunc):
            return Elementwise(found)
        if isinstance(found, types.ModuleType):
            return Functions(f"{self.__name__}.{name}", found)
        if isinstance(
            found, (types.FunctionType, types.BuiltinFunctionType)
        ) or hasattr(found, "__wrapped__"):
            return functools.partial(_routine, found, name)
        return found


def _routine(
    function: Callable[..., Value], name: str, *args: Value, **kwargs: Value
) -> Value:
    if kwargs.get("device") is DEVICE:
        del kwargs["device"]
    # The wrappers are the same for both libraries; what is NumPy's own is not.
    is_own = function is getattr(np, name, None)
    return routine(function, name, args, kwargs, strict=is_own)


class DeviceGenerator:
    """Draws the numbers that NumPy's generator draws, and sends arrays to a device."""

    def __init__(self, generator: np.random.Generator, move: Move) -> None:
        """Draw from `generator` and send what it gives through `move`."""
        self._generator = generator
        self._move = move

    def __getattr__(self, name: str) -> Value:
        """Return one of the methods that CuPy's generators have."""
        if name not in _DRAWS:
            msg = f"'Generator' object has no attribute {name!r}"
            raise AttributeError(msg)
        draw = getattr(self._generator, name)
        # CuPy's draw an array of no axes where NumPy's draw a number.
        return lambda *args, **kwargs: self._move(np.asarray(draw(*args, **kwargs)))


class _Random(types.ModuleType):
    """The module that makes generators."""

    Generator = DeviceGenerator

    @staticmethod
    def default_rng(seed: Value = None) -> DeviceGenerator:
        """Return a generator on the device."""
        return DeviceGenerator(np.random.default_rng(seed), wrapped)

    def __getattr__(self, name: str) -> Value:
        """Return one of the functions that draw without a generator."""
        if name not in _DRAWN_WITHOUT:
            msg = f"module {self.__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        return functools.partial(_routine, getattr(np.random, name), name)


NAMESPACE = Functions("cupy", compat)
NAMESPACE.__dict__.update(ndarray=DeviceArray, random=_Random("cupy.random"))
DeviceArray.namespace = NAMESPACE
