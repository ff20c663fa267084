"""Names that were not found, and the nearest one or the one on self."""

import pytest

from tests.judge.test_lookups import SOURCE, told


@pytest.mark.parametrize(
    ("kind", "text", "at", "said"),
    [
        (
            "NameError",
            "name 'late' is not defined",
            "",
            "late is no name of that function. Did you mean self.late?",
        ),
        ("KeyError", "'q'", "", None),
        (
            "KeyError",
            "'bata'",
            'params["bata"]',
            'The dict has no key "bata". Did you mean "beta"?',
        ),
        (
            "AttributeError",
            "'Norm' object has no attribute 'x_hat'",
            "return self.x_hat",
            "In forward x_hat is a name of that call alone: self.x_hat is another.",
        ),
        (
            "AttributeError",
            "'Norm' object has no attribute 'cell'",
            "return self.x_hat",
            "Norm has no .cell. Did you mean .cells?",
        ),
    ],
    ids=["self", "another key", "one letter", "local", "plural"],
)
def test_what_is_meant_is_told(kind: str, text: str, at: str, said: str | None) -> None:
    """The nearest name, or the one on self."""
    source = (
        SOURCE
        + b"""

class Norm:
    def forward(self, x, train=True):
        if train:
            self.x_hat = x
        else:
            x_hat = x
        cell = self.cells = x
        return self.x_hat * self.params["bata"] + self.params["beta"]
"""
    )
    found = told(kind, text, at, source)

    assert ([said] if said else ["A dict"]) == (found if said else [found[0][:6]])
