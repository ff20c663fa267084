"""Right code in odd styles is right code: nothing here may cost a point."""

import numpy as np
import pytest

from grader.checks import follows_dtype, gradient, in_turn, unchanged
from grader.errors import CheckFailed
from tests.sandbox.conftest import Start

HEAD = """
import abc, functools, types, typing
import numpy as np
"""
PLAIN = """
class Scale(BASE):
    def __init__(self, gamma):
        self.params = PARAMS({"gamma": gamma})
        self.grads = PARAMS({"gamma": np.zeros_like(gamma)})

    def forward(self, x, train=True):
        self.x = x
        return self.params["gamma"] * x

    def backward(self, dout):
        self.grads["gamma"] = (dout * self.x).sum(axis=0)
        return dout * self.params["gamma"]
"""
STYLES = {
    "a metaclass": (
        "class Meta(type):\n    pass\n" + PLAIN.replace("BASE", "metaclass=Meta")
    ),
    "an abstract base": PLAIN.replace("BASE", "abc.ABC"),
    "a protocol": (
        "class Layer(typing.Protocol):\n    params: dict\n"
        + PLAIN.replace("BASE", "Layer")
    ),
    "a dict of one's own": (
        "class Own(dict):\n    pass\n"
        + PLAIN.replace("BASE", "object").replace("PARAMS", "Own")
    ),
    "keys of an enumeration": (
        "import enum\nclass Key(enum.StrEnum):\n    G = 'gamma'\n"
        + PLAIN.replace("BASE", "object").replace('"gamma"', "Key.G")
    ),
    "a partial of a class": (
        PLAIN.replace("BASE", "object").replace("Scale", "Whole")
        + "Scale = functools.partial(Whole)\n"
    ),
    "a factory of namespaces": """
def Scale(gamma):
    self = types.SimpleNamespace(params={"gamma": gamma})
    self.grads = {"gamma": np.zeros_like(gamma)}
    def forward(x, train=True):
        self.x = x
        return gamma * x
    def backward(dout):
        self.grads["gamma"] = (dout * self.x).sum(axis=0)
        return dout * gamma
    self.forward, self.backward = forward, backward
    return self
""",
    "a module kept on the object": PLAIN.replace("BASE", "object").replace(
        "self.x = x", "self.x, self.xp = x, np"
    ),
    "a constructor that copies": PLAIN.replace("BASE", "object").replace(
        '({"gamma": gamma})', '({"gamma": gamma.copy()})'
    ),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_right_layer_in_an_odd_style_passes(submission: Start, style: str) -> None:
    """By gradient, purity and dtype alike."""
    student = submission(HEAD + style.replace("PARAMS", "dict"))
    rng = np.random.default_rng(1)
    gamma, x, dout = (
        rng.normal(2, 1, 5),
        rng.normal(size=(7, 5)),
        rng.normal(size=(7, 5)),
    )

    gradient(student.Scale(gamma), at=x, upstream=dout)
    unchanged(student.Scale(gamma), at=x, upstream=dout)
    follows_dtype(student.Scale(gamma), at=x, upstream=dout)


UPDATES = {
    "a method": "    def update(self, params, grads):\n        BODY\n",
    "a partial": (
        "    def __init__(self):\n"
        "        self.update = functools.partial(self._update)\n"
        "    def _update(self, params, grads):\n        BODY\n"
    ),
    "an object that is called": (
        "    def __init__(self):\n        self.update = Step()\n"
        "class Step:\n    def __call__(self, params, grads):\n        BODY\n"
    ),
}


@pytest.mark.parametrize("style", UPDATES.values(), ids=UPDATES.keys())
def test_several_steps_in_one_message_work_in_every_style(
    submission: Start, style: str
) -> None:
    """Whatever `update` is, as long as it can be called."""
    body = 'params["w"] -= grads["w"]'
    student = submission(HEAD + "class Plain:\n" + style.replace("BODY", body))
    params = {"w": np.array([10.0])}

    in_turn(student.Plain().update, params, each=[{"w": np.ones(1)}] * 3)

    assert [7.0] == params["w"].tolist()


PURITY = {
    "x, after forward": ("backward", "self.x[...] = 0.0", "backward changed x"),
    "a parameter": (
        "backward",
        'self.params["gamma"] -= 1.0',
        'backward changed params["gamma"]',
    ),
    "a parameter in forward": (
        "forward",
        'self.params["gamma"] *= 2.0',
        'forward changed params["gamma"]',
    ),
}


@pytest.mark.parametrize(("where", "act", "text"), PURITY.values(), ids=PURITY.keys())
def test_what_a_later_pass_changes_is_seen(
    submission: Start, where: str, act: str, text: str
) -> None:
    """The input stays the caller's, and parameters belong to the optimizer."""
    source = HEAD + PLAIN.replace("BASE", "object").replace("PARAMS", "dict")
    line = f"    def {where}(self, " + (
        "x, train=True" if where == "forward" else "dout"
    )
    student = submission(source.replace(f"{line}):\n", f"{line}):\n        {act}\n"))
    rng = np.random.default_rng(1)

    with pytest.raises(CheckFailed, match="an array it was given") as caught:
        unchanged(
            student.Scale(rng.normal(2, 1, 5)),
            at=rng.normal(size=(7, 5)),
            upstream=rng.normal(size=(7, 5)),
        )

    assert str(caught.value).startswith(text)
