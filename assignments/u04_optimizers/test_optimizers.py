"""Open checks of unit 4: numbers that you can redo on paper, and drawn ones."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    require,
    snapshots,
    steps,
)

Array = NDArray[np.floating]
Rng = np.random.Generator
FORMS = {
    "form:no-root": "The root is left out of what the step is divided by.",
    "form:eps-in-root": "eps stands under the root: take the root first, then add eps.",
    "form:no-eps": "eps is left out: the step is divided by the root alone.",
}


@exercise("4.1")
def test_sgd_with_drawn_gradients(student: Student, rng: Rng) -> None:
    """Each step of SGD is minus lr times its own gradient."""
    g, w = rng.normal(size=(4, 5)), rng.normal(size=5)

    seen = walk(student.SGD(lr=0.3), w, g, rng)

    constants = {"lr": 0.3, "the default lr": 0.01}
    clues = Clues(terms={"gradient": g}, constants=constants)
    steps(seen, w - 0.3 * np.cumsum(g, axis=0), "w", start=w, clues=clues)


@exercise("4.1")
def test_two_steps_of_sgd_by_hand(student: Student) -> None:
    """SGD from 1 with gradients 3 and -2 and lr 0.5 is at -0.5, then at 0.5."""
    sgd, params = student.SGD(lr=0.5), {"w": np.array([1.0])}

    sgd.update(params, {"w": np.array([3.0])})
    close(params["w"], [-0.5], "w after one step")

    sgd.update(params, {"w": np.array([-2.0])})
    close(params["w"], [0.5], "w after two steps")


@exercise("4.2")
def test_momentum_with_drawn_gradients(student: Student, rng: Rng) -> None:
    """Each step is momentum times the step before it, minus lr times the gradient."""
    g, w = rng.normal(size=(3, 5)), rng.normal(size=5)
    momentum = student.Momentum(lr=0.3, momentum=0.6)

    seen = walk(momentum, w, g, rng)

    weights = np.array([[1.0, 0.0, 0.0], [0.6, 1.0, 0.0], [0.36, 0.6, 1.0]])
    velocity = -0.3 * weights @ g
    before = np.concatenate([np.zeros((1, 5)), velocity[:-1]])
    constants = {"lr": 0.3, "momentum": 0.6, "1 + momentum": 1.6}
    constants |= {"the default lr": 0.01, "the default momentum": 0.9}
    clues = Clues(terms={"gradient": g, "velocity": before}, constants=constants)
    steps(seen, w + np.cumsum(velocity, axis=0), "w", start=w, clues=clues)


@exercise("4.2")
def test_two_steps_of_momentum_by_hand(student: Student) -> None:
    """The example of handout 2.3: v is -0.4, then -0.7."""
    momentum, params = student.Momentum(lr=0.2, momentum=0.75), {"w": np.array([1.0])}

    momentum.update(params, {"w": np.array([2.0])})
    close(params["w"], [0.6], "w after one step")

    momentum.update(params, {"w": np.array([2.0])})
    close(params["w"], [-0.1], "w after two steps")


@exercise("4.3")
def test_what_adagrad_adds_up(student: Student, rng: Rng) -> None:
    """s, read back from each step as (lr g / step - eps)^2, is the sum of squares."""
    g, zeros = away_from_zero(rng, (3, 5)), np.zeros(5)

    moves = moves_of(student.AdaGrad(lr=0.3, eps=0.5), g, rng)

    s = (np.abs(0.3 * g / moves) - 0.5) ** 2
    right = np.cumsum(g**2, axis=0)
    old = np.concatenate([np.zeros((1, 5)), right[:-1]])
    terms = {"square of the gradient": g**2, "fading of the old s": -old}
    clues = Clues(terms=terms, suspects=wrong_forms(right))
    steps(list(s), right, "s in your steps", start=zeros, clues=clues)


@exercise("4.3")
def test_two_steps_of_adagrad_by_hand(student: Student) -> None:
    """The example of handout 3.3: s is 9, then 25."""
    adagrad, params = student.AdaGrad(lr=0.6, eps=1.0), {"w": np.array([1.0])}

    adagrad.update(params, {"w": np.array([3.0])})
    close(params["w"], [0.55], "w after one step")

    adagrad.update(params, {"w": np.array([4.0])})
    close(params["w"], [0.15], "w after two steps")


@exercise("4.4")
def test_what_rmsprop_averages(student: Student, rng: Rng) -> None:
    """s, read back from each step as (lr g / step - eps)^2, is the running mean."""
    g, zeros = away_from_zero(rng, (3, 5)), np.zeros(5)

    moves = moves_of(student.RMSProp(lr=0.3, decay_rate=0.8, eps=0.5), g, rng)

    s = (np.abs(0.3 * g / moves) - 0.5) ** 2
    weights = np.array([[0.2, 0.0, 0.0], [0.16, 0.2, 0.0], [0.128, 0.16, 0.2]])
    right = weights @ g**2
    old = np.concatenate([np.zeros((1, 5)), right[:-1]])
    terms = {"square of the gradient": g**2, "fading of the old s": -old}
    constants = {"decay_rate": 0.8, "1 - the default decay_rate": 0.01}
    clues = Clues(terms=terms, constants=constants, suspects=wrong_forms(right))
    steps(list(s), right, "s in your steps", start=zeros, clues=clues)


@exercise("4.4")
def test_two_steps_of_rmsprop_by_hand(student: Student) -> None:
    """The example of handout 4.2: s is 16, then 12.25."""
    rmsprop = student.RMSProp(lr=0.9, decay_rate=0.75, eps=0.5)
    params = {"w": np.array([1.0])}

    rmsprop.update(params, {"w": np.array([8.0])})
    close(params["w"], [-0.6], "w after one step")

    rmsprop.update(params, {"w": np.array([-1.0])})
    close(params["w"], [-0.375], "w after two steps")


@exercise("4.5")
def test_adams_mean_of_squares(student: Student, rng: Rng) -> None:
    """Where beta1 is 0, v_hat is (lr g / step - eps)^2: m_hat is g."""
    g = away_from_zero(rng, (3, 5))

    moves = moves_of(student.Adam(lr=0.3, beta1=0.0, beta2=0.6, eps=0.5), g, rng)

    v_hat = (np.abs(0.3 * g / moves) - 0.5) ** 2
    _mean(v_hat, g**2, 0.6, ("v", "beta2", "square of the gradient"))


@exercise("4.5")
def test_adams_mean_of_gradients(student: Student, rng: Rng) -> None:
    """Where beta2 is 0, m_hat is -step (|g| + eps) / lr: the root of v_hat is |g|."""
    g = away_from_zero(rng, (3, 5))

    moves = moves_of(student.Adam(lr=0.3, beta1=0.8, beta2=0.0, eps=0.5), g, rng)

    m_hat = -moves / 0.3 * (np.abs(g) + 0.5)
    _mean(m_hat, g, 0.8, ("m", "beta1", "gradient"))


@exercise("4.5")
def test_two_steps_of_adam_by_hand(student: Student) -> None:
    """The example of handout 5.4: the corrected means are 1 and 1, then 2.2 and 4."""
    adam = student.Adam(lr=0.6, beta1=0.25, beta2=0.75, eps=0.2)
    params = {"w": np.array([1.0])}

    adam.update(params, {"w": np.array([1.0])})
    close(params["w"], [0.5], "w after one step")

    adam.update(params, {"w": np.array([2.5])})
    close(params["w"], [-0.1], "w after two steps")


@exercise("4.5")
def test_adam_under_a_steady_gradient(student: Student, rng: Rng) -> None:
    """While the gradient stays the same, so does Adam's step, from the first on."""
    adam, g = student.Adam(lr=0.3, beta1=0.8, beta2=0.6, eps=0.4), rng.normal(size=3)
    params = {"w": np.zeros(3), "b": np.zeros(2)}
    grads = {"w": g, "b": np.ones(2)}

    adam.update(params, grads)
    adam.update(params, grads)
    adam.update(params, grads)

    close(params["w"], -3 * 0.3 * g / (np.abs(g) + 0.4), "w after three steps")


def away_from_zero(rng: Rng, shape: tuple[int, ...]) -> Array:
    """Return numbers of both signs, none near 0."""
    signs = rng.choice([-1.0, 1.0], size=shape)
    return np.asarray(signs * rng.uniform(0.5, 2.0, size=shape))


def walk(optimizer: Student, start: Array, g: Array, rng: Rng) -> list[Array]:
    """Return where a parameter is after each step; its key is a new one."""
    key = f"{rng.integers(10**9)}.w"
    each = [{key: x.copy()} for x in g]
    seen = snapshots(optimizer.update, {key: start}, each=each)[key]
    kept = all(isinstance(w, np.ndarray) and w.shape == start.shape for w in seen)
    require(kept, f"params must still hold an array of shape {start.shape}.")
    return seen


def moves_of(optimizer: Student, g: Array, rng: Rng) -> Array:
    """Return each move from zeros, once every entry moves in every step."""
    start = np.zeros(g.shape[1:])
    places = np.stack([start, *walk(optimizer, start, g, rng)])
    moves = np.diff(places.astype(np.float64), axis=0)
    require(np.all(moves), "every entry must move in every step.")
    return np.asarray(moves)


def wrong_forms(s: Array) -> dict[str, tuple[str, Array]]:
    """Return what (lr g / step - eps)^2 is, with eps = 0.5, for other divisors."""
    divisors = s + 0.5, np.sqrt(s + 0.5), np.sqrt(s)
    pairs = zip(FORMS.items(), divisors, strict=True)
    return {code: (said, (d - 0.5) ** 2) for (code, said), d in pairs}


def _mean(found: Array, x: Array, beta: float, names: tuple[str, str, str]) -> None:
    """Check a corrected running mean after each step; a name for it, beta and x."""
    mean, rate, what = names
    old = np.zeros(x.shape[1:])
    for number, new in enumerate(x, 1):
        parts = {f"the old {mean}": beta * old, f"the {what}": (1 - beta) * new}
        old = sum(parts.values(), np.zeros_like(old))
        correction = 1 - beta**number
        right = old / correction
        clues = Clues(
            terms={k: v / correction for k, v in parts.items()} if number > 1 else {},
            constants={
                rate: beta,
                f"1 - {rate}": 1 - beta,
                f"{rate} / (1 - {rate})": beta / (1 - beta),
                f"(1 - {rate}^2) / (1 - {rate})": 1 + beta,
            },
            suspects=wrong_forms(right) if mean == "v" else {},
        )
        name = f"{mean}_hat in your step {number}"
        close(found[number - 1], right, name, clues=clues)
