"""The vocabulary of our suites as a teacher would write it for one process.

The peers run our suites' own files against this module: the same checks, the
same number of forward and backward passes, the same screen from
`grader.numerics`, and no sandbox. It is copied to `grader/checks` in their
environments, and so are conventions.py and learning.py, which hold the rest of the
vocabulary.
"""

import copy
import types
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.numerics import differences
from grader.numerics.closeness import difference

Student = types.ModuleType
Value = Any  # whatever a student's code gives
Test = Callable[..., None]
FLOAT32_RTOL = 1e-4
VALUE_RTOL = 1e-9
DIRECTIONS_SEED = 1


def exercise(exercise_id: str, weight: int = 1) -> Callable[[Test], Test]:
    """Mark a test as a check of an exercise."""

    def mark(test: Test) -> Test:
        test.exercise = exercise_id, weight  # type: ignore[attr-defined]  # read by the runner
        return test

    return mark


def generator(seed: int) -> np.random.Generator:
    """Return the generator that the student's code draws from."""
    return np.random.default_rng(seed)


def resident(_student: Student, array: Value) -> Value:
    """Return a copy of `array` whose identity means something."""
    return copy.copy(array)


def in_turn(method: Value, *shared: Value, each: Sequence[Value]) -> list[Value]:
    """Call a method once for each item of `each`."""
    return [
        method(*shared, *(args if isinstance(args, tuple) else (args,)))
        for args in each
    ]


def live(thing: Value, *path: str | int) -> Value:
    """Return the object at `path`."""
    for step in path:
        inside = isinstance(thing, (dict, list, tuple))
        thing = thing[step] if inside else getattr(thing, str(step))
    return thing


def fetch(value: Value) -> Value:
    """Return a copy of the value."""
    return copy.deepcopy(value)


def same(left: object, right: object) -> bool:
    """Whether both are one object."""
    return left is right


def require(condition: object, message: str, cause: str = "") -> None:
    """Check a property."""
    assert condition, message + cause


def raises(kind: type[Exception], function: Test, *args: Value) -> None:
    """Check that a call raises an exception of this kind."""
    try:
        function(*args)
    except kind:
        return
    message = f"expected {kind.__name__}"
    raise AssertionError(message)


def attempt(compute: Callable[[], Value]) -> Value:
    """Return what `compute` gives."""
    return compute()


@contextmanager
def narrowed(*_checks: Callable[[], None]) -> Iterator[None]:
    """Do nothing: these look for a cause where something fails, and nothing does."""
    yield


@contextmanager
def quiet(_student: Student) -> Iterator[None]:
    """Check that no NumPy warning is raised inside."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", RuntimeWarning)
        with np.errstate(over="warn", divide="warn", invalid="warn", under="ignore"):
            yield
    assert not caught, caught


def close(
    got: Value,
    expected: Value,
    name: str = "the result",
    rtol: float = VALUE_RTOL,
    dtype: str | None = None,
    *,
    clues: Value = None,
) -> None:
    """Check kind, shape and numbers; clues are for causes, which nobody names."""
    assert clues is None or clues
    right, left = np.asarray(expected), np.asarray(got)
    assert left.shape == right.shape, f"{name}: shape {left.shape}"
    assert dtype is None or left.dtype == np.dtype(dtype), f"{name}: {left.dtype}"
    assert difference(left, right, rtol) is None, name


def gradient(  # noqa: PLR0913 - the signature of the check it stands for
    layer: Value,
    *,
    at: Value,
    upstream: Value,
    fixed: tuple[Value, ...] = (),
    train: bool | None = True,
    inputs: bool = True,
    parameters: bool = True,
    clues: Value = None,
) -> None:
    """Check backward against central differences of forward, screened first."""
    assert clues is None or clues
    kwargs = {} if train is None else {"train": train}
    given = _Given(layer, _named(at), fixed, kwargs)
    twin = copy.deepcopy(layer)
    assert np.isfinite(_flat(twin.forward(*_copies(given.at), *fixed, **kwargs))).all()
    returned = twin.backward(*_upstream(upstream))
    gradients = returned if isinstance(returned, tuple) else (returned,)
    analytic = {key: twin.grads[key].copy() for key in twin.params if parameters}
    if inputs:
        found = zip(given.at, map(np.asarray, gradients), strict=True)
        analytic |= {f"d{name}": array for name, array in found}
    leaves = {name: leaf for name, leaf in given.leaves().items() if name in analytic}
    for name, leaf in leaves.items():
        assert analytic[name].shape == leaf.shape, name
        assert np.isfinite(analytic[name]).all(), name
    problem = differences.Gradient(leaves, analytic, _flat(upstream), given.evaluate)
    wrong = differences.judge(problem, np.random.default_rng(DIRECTIONS_SEED))
    assert wrong is None, wrong


@dataclass(frozen=True)
class _Given:
    """A layer and what its forward is called with."""

    layer: Value
    at: dict[str, Value]
    fixed: tuple[Value, ...]
    kwargs: dict[str, Value]

    def leaves(self) -> dict[str, Value]:
        inputs = {f"d{name}": array for name, array in self.at.items()}
        return {**self.layer.params, **inputs}

    def evaluate(self, whole: Value, entries: differences.Entries) -> Value:
        rows = [self.outputs({}), *(self.outputs(variant) for variant in whole)]
        for leaf, indices, values in entries:
            for index, value in zip(indices, values, strict=True):
                changed = self.leaves()[leaf].copy()
                changed.reshape(-1)[index] = value
                rows.append(self.outputs({leaf: changed}))
        return np.stack(rows)

    def outputs(self, variant: Mapping[str, Value]) -> Value:
        fresh = copy.deepcopy(self.layer)
        for key in set(fresh.params) & set(variant):
            fresh.params[key][...] = variant[key]
        arguments = [variant.get(f"d{n}", array).copy() for n, array in self.at.items()]
        return _flat(fresh.forward(*arguments, *self.fixed, **self.kwargs))


def unchanged(
    subject: Value,
    *,
    at: Value,
    upstream: Value = None,
    fixed: tuple[Value, ...] = (),
    train: bool | None = True,
) -> None:
    """Check that arguments are left alone."""
    given, arguments = _named(at), _copies(_named(at))
    if not hasattr(subject, "forward"):
        subject(*arguments, *fixed)
        _equal(arguments, given.values())
        return
    layer = copy.deepcopy(subject)
    layer.forward(*arguments, *fixed, **({} if train is None else {"train": train}))
    _equal(arguments, given.values())
    if upstream is not None:
        gradients = _upstream(upstream)
        layer.backward(*gradients)
        _equal(gradients, _upstream(upstream))


def runs_on_device(build: Callable[[], Value]) -> None:
    """Make the calls twice, as the check does with NumPy and on a device."""
    for _ in range(2):
        work = build()
        if not hasattr(work.subject, "forward"):
            work.subject(*work.args, **work.kwargs)
            continue
        work.subject.forward(*work.args, **work.kwargs)
        if work.upstream is not None:
            work.subject.backward(*_upstream(work.upstream))


def follows_dtype(
    subject: Value,
    *,
    at: Value,
    upstream: Value = None,
    fixed: tuple[Value, ...] = (),
    train: bool | None = True,
) -> None:
    """Check float32 in, float32 out, and close to float64."""
    results = [
        _results(subject, dtype, (_named(at), upstream, fixed, train))
        for dtype in ("float64", "float32")
    ]
    for wide, narrow in zip(*results, strict=True):
        assert difference(np.asarray(narrow), np.asarray(wide), FLOAT32_RTOL) is None


def _results(subject: Value, dtype: str, given: tuple[Value, ...]) -> list[Value]:
    at, upstream, fixed, train = given
    arguments = [array.astype(dtype) for array in at.values()]
    if not hasattr(subject, "forward"):
        results = _parts(subject(*arguments, *fixed))
    else:
        layer = _cast(copy.deepcopy(subject), dtype)
        kwargs = {} if train is None else {"train": train}
        results = _parts(layer.forward(*arguments, *fixed, **kwargs))
        if upstream is not None:
            douts = [dout.astype(dtype) for dout in _upstream(upstream)]
            results += _parts(layer.backward(*douts)) + list(layer.grads.values())
    for result in results:
        assert not isinstance(result, np.ndarray) or result.dtype == np.dtype(dtype)
    return results


def _cast(layer: Value, dtype: str) -> Value:
    """Give every array of the layer this dtype, as building it again would."""
    for name, value in vars(layer).items():
        if isinstance(value, np.ndarray):
            setattr(layer, name, value.astype(dtype))
        if isinstance(value, dict):
            for key, array in value.items():
                value[key] = array.astype(dtype)
    return layer


def _named(at: Value) -> dict[str, Value]:
    named = dict(at) if isinstance(at, Mapping) else {"x": at}
    return {name: np.array(array) for name, array in named.items()}


def _copies(given: Mapping[str, Value]) -> list[Value]:
    return [array.copy() for array in given.values()]


def _upstream(upstream: Value) -> list[Value]:
    return [np.array(u) for u in _parts(upstream)]


def _parts(values: Value) -> list[Value]:
    return list(values) if isinstance(values, (tuple, list)) else [values]


def _flat(values: Value) -> Value:
    parts = [np.asarray(part, np.float64).reshape(-1) for part in _parts(values)]
    return np.concatenate(parts)


def _equal(after: Value, before: Value) -> None:
    for new, old in zip(after, before, strict=True):
        assert new.tobytes() == old.tobytes(), "an argument was changed"
