"""Small layers whose gradient is measured, and then given wrongly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.gradients import explain_gradient
from grader.numerics.diagnosis.scene import Array, Flow, Scene

Rng = np.random.Generator
STEP = 6e-6
SIZES = {"N": 5, "T": 11, "D": 3, "M": 7}


@dataclass(frozen=True)
class Case:
    """A wrong gradient with everything that its diagnosis may see."""

    analytic: Array
    numeric: Array
    scene: Scene
    flow: Flow

    def findings(self) -> tuple[Finding, ...]:
        """Return what the rules say about it."""
        return explain_gradient(self.analytic, self.numeric, self.scene, self.flow)


def measured(
    forward: Callable[[Array], Array | tuple[Array, ...]],
    leaf: Array,
    upstream: tuple[Array, ...],
    axes: tuple[str, ...],
) -> tuple[Array, Flow]:
    """Return the numeric gradient of a leaf, and how the outputs depend on it."""

    def flat(point: Array) -> Array:
        outputs = forward(point)
        listed = outputs if isinstance(outputs, tuple) else (outputs,)
        return np.concatenate([np.asarray(each).reshape(-1) for each in listed])

    columns = []
    for place in range(leaf.size):
        step = np.zeros(leaf.shape)
        step.reshape(-1)[place] = STEP
        columns.append((flat(leaf + step) - flat(leaf - step)) / (2 * STEP))
    jacobian = np.stack(columns, axis=1)
    along = np.concatenate([d.reshape(-1) for d in upstream])
    flow = Flow(jacobian, upstream, tuple(tuple(each.split()) for each in axes))
    return (along @ jacobian).reshape(leaf.shape), flow


def scene(axes: str, **known: Array) -> Scene:
    """Return a scene with these axes and known arrays, and the usual sizes."""
    return Scene("dx", tuple(axes.split()), SIZES, known=known)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Return the codes, the likeliest first."""
    return [each.code for each in findings]


def affine(rng: Rng, leaf: str, wrong: Callable[[Mapping[str, Array]], Array]) -> Case:
    """Return an affine layer whose gradient for one leaf is what `wrong` makes.

    Args:
        rng: draws x (N, D), W (D, M), b (M,) and dout (N, M).
        leaf: "x", "W" or "b".
        wrong: takes the arrays and the right gradient "right".
    """
    point = {
        "x": rng.normal(size=(5, 3)),
        "W": rng.normal(size=(3, 7)),
        "b": rng.normal(size=7),
        "dout": rng.normal(size=(5, 7)),
    }

    def forward(value: Array) -> Array:
        at = {**point, leaf: value}
        return np.asarray(at["x"] @ at["W"] + at["b"])

    axes = {"x": "N D", "W": "D M", "b": "M"}[leaf]
    numeric, flow = measured(forward, point[leaf], (point["dout"],), ("N M",))
    analytic = wrong({**point, "right": numeric})
    return Case(analytic, numeric, scene(axes, x=point["x"], W=point["W"]), flow)


def elementwise(
    rng: Rng,
    forward: Callable[[Array], Array],
    wrong: Callable[[Array, Array, Array], Array],
    **known: Array,
) -> Case:
    """Return a layer from (N, M) to (N, M); `wrong` takes x, dout, the right one."""
    x, dout = rng.normal(0.5, 1.0, size=(5, 7)), rng.normal(size=(5, 7))
    numeric, flow = measured(forward, x, (dout,), ("N M",))
    return Case(wrong(x, dout, numeric), numeric, scene("N M", **known), flow)


def recurrent(rng: Rng, steps: int, wrong: Callable[..., Array]) -> Case:
    """Return h[t] = tanh(x[t] + 0.7 h[t-1]) over (N, T, D).

    `wrong` takes h, dout, and the function back(dout, keep) that carries the
    gradient back with a factor `keep` in place of 0.7.
    """
    x, dout = rng.normal(size=(2, 5, steps, 3))

    def forward(value: Array) -> Array:
        h, out = np.zeros((5, 3)), []
        for t in range(steps):
            h = np.tanh(value[:, t] + 0.7 * h)
            out.append(h)
        return np.stack(out, axis=1)

    out = forward(x)

    def back(upstream: Array, keep: float) -> Array:
        dx, carry = np.zeros_like(x), np.zeros((5, 3))
        for t in reversed(range(steps)):
            dx[:, t] = (upstream[:, t] + carry) * (1 - out[:, t] ** 2)
            carry = keep * dx[:, t]
        return np.asarray(dx)

    numeric, flow = measured(forward, x, (dout,), ("N T D",))
    sizes = {**SIZES, "T": steps}
    return Case(
        wrong(out, dout, back), numeric, Scene("dx", ("N", "T", "D"), sizes), flow
    )


def batchnorm(rng: Rng, wrong: Callable[[Mapping[str, Array]], Array]) -> Case:
    """Return a normalization over N whose dx is what `wrong` makes of its parts."""
    x, dout = rng.normal(2.0, 3.0, size=(5, 3)), rng.normal(size=(5, 3))
    gamma = rng.normal(2.0, 0.5, size=3)

    def forward(value: Array) -> Array:
        spread = np.sqrt(value.var(0) + 0.3)
        return np.asarray(gamma * (value - value.mean(0)) / spread)

    x_hat, scale = forward(x) / gamma, gamma / np.sqrt(x.var(0) + 0.3)
    parts = {
        "direct": scale * dout,
        "own": scale * dout * (1 - (1 + x_hat**2) / 5),
        "mean": -scale * dout.mean(0),
        "variance": -scale * x_hat * (dout * x_hat).mean(0),
        "gamma": gamma,
        "x": x,
    }
    numeric, flow = measured(forward, x, (dout,), ("N D",))
    return Case(wrong(parts), numeric, scene("N D", x_hat=x_hat, gamma=gamma), flow)
