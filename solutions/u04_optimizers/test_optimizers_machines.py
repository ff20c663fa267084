"""Hidden checks of unit 4: no loop over data, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from grader.checks import Student, Work, exercise, runs_on_device, vectorised

Rng = np.random.Generator
Sizes = dict[str, int]
of_every_kind = pytest.mark.parametrize(
    "name", ["SGD", "Momentum", "AdaGrad", "RMSProp", "Adam"]
)


@exercise("4.10")
@of_every_kind
def test_update_has_no_loop(
    student: Student, rng: Rng, name: str, reference: ModuleType
) -> None:
    """The optimizer has no Python loop over the entries of a parameter."""

    def build(size: Sizes) -> Work:
        p, g = rng.normal(size=(2, size["N"], size["N"]))
        key = f"{rng.integers(10**9)}.W"
        return Work(getattr(student, name)().update, ({key: p}, {key: g}))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        ones = np.ones((size["N"], size["N"]))
        optimizer = getattr(reference, name)()
        return lambda: optimizer.update({"W": ones.copy()}, {"W": ones})

    vectorised(build, over={"N": 5}, reference=same_with_reference)


@exercise("4.11")
@of_every_kind
def test_update_runs_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """The optimizer updates parameters on the GPU and keeps its memory there."""
    key = str(rng.integers(10**9))
    params = {f"{key}.W": rng.normal(size=(5, 3)), f"{key}.b": rng.normal(size=3)}
    grads = {key: rng.normal(size=p.shape) for key, p in params.items()}

    runs_on_device(lambda: Work(getattr(student, name)().update, (params, grads)))
