"""Open checks of unit 4: numbers that you can redo on paper, and drawn ones."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, snapshots, steps

Array = NDArray[np.floating]
Rng = np.random.Generator
ALONE = "The parameter becomes -lr g: lr g must be taken off it (-= is not =-)."
FIRST = (
    "w moves and b does not: the loop over the keys ends after its first turn. Is a "
    "return inside of it?"
)


@exercise("4.1")
def test_sgd_with_drawn_gradients(student: Student, rng: Rng) -> None:
    """SGD.update moves a parameter by -lr times the gradient at each step."""
    g, w = rng.normal(size=(4, 5)), rng.normal(size=5)

    seen = walk(student.SGD(lr=0.3), w, g)

    constants = {"lr": 0.3, "the default lr": 0.01}
    length = np.sqrt((g**2).sum(axis=1, keepdims=True))
    ways = {
        "step:sign": ("Every entry moves by lr: the size of g must count.", np.sign(g)),
        "step:unit": ("The step is divided by the length of g: take g.", g / length),
    }
    suspects = {
        code: (said, w - 0.3 * np.cumsum(way, axis=0))
        for code, (said, way) in ways.items()
    }
    suspects["step:alone"] = ALONE, -0.3 * g
    clues = Clues(
        terms={"gradient": g},
        constants=constants,
        suspects=suspects,
        shown={"g": g, "lr": 0.3},
    )
    steps(seen, w - 0.3 * np.cumsum(g, axis=0), "w", start=w, clues=clues)


@exercise("4.1")
def test_two_steps_of_sgd_by_hand(student: Student) -> None:
    """SGD.update gives the two steps of handout section 1.2."""
    sgd = student.SGD(lr=0.5)
    params = {"w": np.array([1.0]), "b": np.array([7.0])}

    sgd.update(params, {"w": np.array([3.0]), "b": np.array([2.0])})
    close(params["w"], [-0.5], "w after one step")
    stays = bool(params["b"] == 7.0)
    close(params["b"], [6.0], "b after one step", clues=Clues(cause=FIRST * stays))

    sgd.update(params, {"w": np.array([-2.0]), "b": np.array([0.0])})
    close(params["w"], [0.5], "w after two steps")


@exercise("4.2")
def test_momentum_with_drawn_gradients(student: Student, rng: Rng) -> None:
    """Momentum.update moves by v = momentum v - lr g at each step."""
    g, w = rng.normal(size=(3, 5)), rng.normal(size=5)
    momentum = student.Momentum(lr=0.25, momentum=0.6)

    seen = walk(momentum, w, g)

    weights = np.array([[1.0, 0.0, 0.0], [0.6, 1.0, 0.0], [0.36, 0.6, 1.0]])
    velocity = -0.25 * weights @ g
    before = np.concatenate([np.zeros((1, 5)), velocity[:-1]])
    constants = {"lr": 0.25, "momentum": 0.6, "1 + momentum": 1.6}
    constants |= {"the default lr": 0.01, "the default momentum": 0.9}
    left = np.array([[0.6], [0.36], [0.216]]) * g[0]  # of a v that starts at g
    ahead = 0.6 * velocity - 0.25 * g
    moves = {
        "memory:start": ("v starts at the first g: it must start at 0.", left),
        "memory:start-step": (
            "v starts at the first -lr g: it must start at 0.",
            -0.25 * left,
        ),
        "step:ahead": (
            "The step looks ahead, as Nesterov's does: it must be v itself.",
            ahead - velocity,
        ),
    }
    suspects = {
        code: (said, w + np.cumsum(velocity + more, axis=0))
        for code, (said, more) in moves.items()
    }
    suspects["step:is-v"] = "The parameter becomes v: v must be added to it.", velocity
    clues = Clues(
        terms={"gradient": g, "old velocity": before},
        constants=constants,
        suspects=suspects,
        shown={"g": g, "lr": 0.25, "momentum": 0.6},
    )
    steps(seen, w + np.cumsum(velocity, axis=0), "w", start=w, clues=clues)


@exercise("4.2")
def test_two_steps_of_momentum_by_hand(student: Student) -> None:
    """Momentum.update gives the two steps of handout section 2.3."""
    momentum, params = student.Momentum(lr=0.2, momentum=0.75), {"w": np.array([1.0])}

    momentum.update(params, {"w": np.array([2.0])})
    close(params["w"], [0.6], "w after one step")

    momentum.update(params, {"w": np.array([2.0])})
    close(params["w"], [-0.1], "w after two steps")


@exercise("4.3")
def test_two_steps_of_adagrad_by_hand(student: Student) -> None:
    """AdaGrad.update gives the two steps of handout section 3.3."""
    adagrad, params = student.AdaGrad(lr=0.6, eps=1.0), {"w": np.array([1.0])}

    adagrad.update(params, {"w": np.array([3.0])})
    close(params["w"], [0.55], "w after one step")

    adagrad.update(params, {"w": np.array([4.0])})
    close(params["w"], [0.15], "w after two steps")


@exercise("4.4")
def test_two_steps_of_rmsprop_by_hand(student: Student) -> None:
    """RMSProp.update gives the two steps of handout section 4.2."""
    rmsprop = student.RMSProp(lr=0.9, decay_rate=0.75, eps=0.5)
    params = {"w": np.array([1.0])}

    rmsprop.update(params, {"w": np.array([8.0])})
    close(params["w"], [-0.6], "w after one step")

    rmsprop.update(params, {"w": np.array([-1.0])})
    close(params["w"], [-0.375], "w after two steps")


@exercise("4.5")
def test_two_steps_of_adam_by_hand(student: Student) -> None:
    """Adam.update gives the two steps of handout section 5.4."""
    adam = student.Adam(lr=0.6, beta1=0.25, beta2=0.75, eps=0.2)
    params = {"w": np.array([1.0])}

    adam.update(params, {"w": np.array([1.0])})
    close(params["w"], [0.5], "w after one step")

    adam.update(params, {"w": np.array([2.5])})
    close(params["w"], [-0.1], "w after two steps")


def walk(optimizer: Student, start: Array, g: Array) -> list[Array]:
    """Return where a parameter is after each step."""
    each = [{"w": x.copy()} for x in g]
    return snapshots(optimizer.update, {"w": start}, each=each)["w"]
