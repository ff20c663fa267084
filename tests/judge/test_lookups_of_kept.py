"""What was not kept on self, or has no value yet, and the file it is in."""

import pytest

from tests.judge.test_lookups import SOURCE, told


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "mask",
            (
                "In forward mask is a name of that call alone: what backward needs is "
                "kept as self.mask."
            ),
        ),
        (
            "foo",
            (
                "No line of the class sets self.foo. If backward needs it, forward "
                "keeps it on self; what must always be there is made in __init__."
            ),
        ),
    ],
)
def test_what_no_line_keeps_is_told(name: str, said: str) -> None:
    """A local name looks like something that was kept."""
    source = SOURCE.replace(
        b"        return x @", b"        mask = x > 0\n        return x @"
    )
    text = f"'Affine' object has no attribute '{name}'"

    assert told("AttributeError", text, source=source) == [said]


@pytest.mark.parametrize(
    ("at", "more"),
    [
        ("return dout", " backward does not get x: forward must keep it on self."),
        ("return x @", ""),
    ],
)
def test_a_name_without_a_value_yet_is_told(at: str, more: str) -> None:
    """Python calls it a local variable, which says little to who is new to it."""
    text = "cannot access local variable 'x' where it is not associated with a value"
    said = (
        "The function gives x a value in one of its lines, so x is a name of its own, "
        "and it has no value yet where it is used."
    )

    assert told("UnboundLocalError", text, at) == [said + more]


@pytest.mark.parametrize(
    ("body", "is_behind"),
    [
        ("        return x\n        self.mask = x > 0\n", True),
        ("        raise ValueError\n\n        self.mask = x > 0\n", True),
        ("        self.mask = x > 0\n        return x\n", False),
        ("        if x:\n            return x\n        self.mask = x > 0\n", False),
        ("        if x:\n            return x\n            self.mask = x\n", True),
        ("        if x:\n            return x\n        else:\n", False),
    ],
)
def test_what_is_kept_behind_a_return_is_told(body: str, is_behind: object) -> None:
    """The line is there, and looks as if it ran."""
    source = f"class ReLU:\n    def forward(self, x):\n{body}".encode()
    text = "'ReLU' object has no attribute 'mask'"
    said = (
        "The line of forward that sets self.mask stands behind a return and never "
        "runs: move it before the return."
    )

    assert is_behind is (told("AttributeError", text, source=source) == [said])


def test_what_another_class_keeps_is_not_there() -> None:
    """A backward that is inherited runs, and the forward that it needs did not."""
    source = b"""class Dropout:
    def forward(self, x):
        self.scale = 2.0
        return x * self.scale

    def backward(self, dout):
        return dout * self.scale


class Classic(Dropout):
    def forward(self, x):
        return x
"""
    said = (
        "Only another class of the file sets self.scale, and that line did not run for "
        "this object: keep it in your own methods, or call super()'s method that does."
    )

    text = "'Classic' object has no attribute 'scale'"
    assert told("AttributeError", text, source=source) == [said]


def test_a_set_is_not_made_by_braces() -> None:
    """`{}` looks like the set of nothing."""
    text = "'dict' object has no attribute 'add'"
    said = "A dict has no .add: {} makes an empty dict, and set() an empty set."

    assert told("AttributeError", text) == [said]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("mean", "running_mean"), ("decay", "decay_rate"), ("rate_of_decay", "rate")],
)
def test_a_name_that_is_part_of_another_may_be_meant(name: str, meant: str) -> None:
    """Such names are not alike letter by letter."""
    source = f"""class Norm:
    def __init__(self):
        self.{meant} = 0.0

    def forward(self, x):
        {name} = self.{name}
        return x - {name}
""".encode()
    text = f"'Norm' object has no attribute '{name}'"

    said = f"Norm has no .{name}. Did you mean .{meant}?"
    assert told("AttributeError", text, f"= self.{name}", source) == [said]


def test_a_line_of_forward_is_not_told_to_keep_for_backward() -> None:
    """The local name that it makes is what it makes of the attribute."""
    source = b"""class Norm:
    def forward(self, x):
        mean = self.mean
        return x - mean
"""
    text = "'Norm' object has no attribute 'mean'"
    said = "No line of the class sets self.mean. "
    said += "What must always be there is made in __init__."

    assert told("AttributeError", text, "= self.mean", source) == [said]
