"""Of a notebook only what its unit needs is run."""

import ast

import pytest

from grader.sandbox.importing import compiled, run_own
from grader.sandbox.trimming import trimmed

HEAD = "# cell 1 of a notebook that is graded for: f, Layer"


def kept(text: str) -> list[str]:
    """Return the lines of a notebook for `f` and `Layer` that are still code."""
    source = f"{HEAD}\n{text}".encode()
    found = trimmed(source).decode().split("\n")
    assert len(found) == len(source.decode().split("\n"))
    ast.parse("\n".join(found))
    return [line for line in found if line.strip() and not line.startswith("#")]


def test_what_plots_and_tries_is_not_run() -> None:
    """It needs what is not there when work is graded, or time, or it fails."""
    assert kept("""import numpy as np
import matplotlib.pyplot as plt
from grader.notebook import check
def f(x):
    return np.exp(x)
check("1.1")
losses = [f(x) for x in range(10 ** 9)]
for loss in losses:
    print(loss)
plt.plot(losses)
assert f(1) == 7
if __name__ == "__main__":
    plt.show()""") == [
        "import numpy as np",
        "def f(x):",
        "    return np.exp(x)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SCALE = 2\nscale = SCALE + 1\ndef f(x):\n    return scale * x",
        "import numpy as np\nf = np.exp",
        "from functools import cache\n@cache\ndef f(x):\n    return x",
        "SCALE = 2\ndef f(x, by=SCALE):\n    return by * x",
        "def helper(x):\n    return x\ndef f(x):\n    return helper(x)",
        "def f(x):\n    return helper(x)\ndef helper(x):\n    return x",
        "def f(x):\n    return x\nold = f\ndef f(x):\n    return old(x) + 1",
        "class Base:\n    pass\nclass Layer(Base):\n    pass",
        "PI = 3\nclass Layer:\n    pi = PI\n    def area(self):\n        return PI",
        "class Layer:\n    pass\ndef forward(self):\n    pass\nLayer.forward = forward",
        'class Layer:\n    pass\nsetattr(Layer, "a", 1)',
        'D = {}\nD["a"] = 1\nD["a"] += 1\ndef f():\n    return D',
        "KINDS = []\nKINDS.append(1)\ndef f():\n    return KINDS",
        "N = 0\nN += 1\ndef f():\n    return N",
        "try:\n    import numpy as np\nexcept ImportError:\n    np = None\nf = np",
        "N = 3\nf = [k * N for k in range(N)]",
        "N = 3\nf = lambda: N",
        "N = 1\ndef count():\n    global N\n    N += 1\ndef f():\n    return N",
        "from math import *\ndef f(x):\n    return exp(x)",
        "with open('x') as file:\n    SHAPE = file.read()\ndef f():\n    return SHAPE",
        "from __future__ import annotations\ndef f(x: int):\n    return x",
        "a, b = 1, 2\ndef f():\n    return [[b for _ in ()] for _ in ()]",
    ],
    ids=[
        "constants",
        "assigned",
        "decorated",
        "defaults",
        "helper before",
        "helper after",
        "defined twice",
        "base class",
        "read in a class",
        "patched",
        "setattr",
        "items",
        "a method's effect",
        "added to",
        "tried",
        "comprehension",
        "lambda",
        "changed in a function",
        "star",
        "in a block",
        "future",
        "nested",
    ],
)
def test_what_is_used_stays(text: str) -> None:
    """Whatever way it comes by its value: right code of any style is right."""
    assert kept(text) == text.split("\n")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("def f(net):\n    return net\nnet = f(1)", 2),
        ("def f():\n    net = 1\n    return net\nnet = 2", 3),
        ("import numpy as np\ndef f():\n    return np\nnp.random.seed(0)", 3),
        ("def f():\n    pass\nf().run()", 2),
        ("def f():\n    pass\ng = 1; f()", 2),
        ("class Layer:\n    pass\nlayer = Layer()\nlayer.a = 1", 2),
    ],
    ids=["parameter", "local", "library", "of a result", "one line", "an object"],
)
def test_names_that_are_not_the_modules_keep_nothing(text: str, left: int) -> None:
    """A parameter `net` is another thing than the `net` that was tried out."""
    assert kept(text) == text.split("\n")[:left]


def test_another_name_for_what_is_asked_for_can_be_suggested() -> None:
    """A function that nothing uses stays if it can be defined without more."""
    assert kept("""def g(x):
    return plt.plot(x)
import torch
class Net(torch.nn.Module):
    pass
@g
def h(x):
    return x""") == [
        "def g(x):",
        "    return plt.plot(x)",
        "@g",
        "def h(x):",
        "    return x",
    ]


def test_what_asked_for_code_uses_is_imported_and_told() -> None:
    """As from a module that is handed in as such."""
    source = f"{HEAD}\nimport torch\ndef f(x):\n    return torch.exp(x)".encode()

    with pytest.raises(ModuleNotFoundError, match="No module named 'torch'"):
        run_own("layers", compiled("layers.py", source))


def test_a_cell_that_is_not_python_never_ran() -> None:
    """Unless it was to define what is asked for: then its error is the student's."""
    text = "def f():\n    return 1\n# cell 2\n1 +\n# cell 3\nf() +"

    assert kept(text) == ["def f():", "    return 1"]
    source = f"{HEAD}\nx = 1\n# cell 2\ndef f(:\n    return 1".encode()
    assert trimmed(source) == source


@pytest.mark.parametrize(
    "text",
    ["# cell 1\nimport plt\nplt.plot()", "import plt", f" {HEAD}\nimport plt", ""],
)
def test_modules_are_left_alone(text: str) -> None:
    """Nobody took anything out of a file that was handed in as a module."""
    assert trimmed(text.encode()) == text.encode()


def test_lines_that_share_a_statement_with_needed_ones_stay() -> None:
    """Half of a line cannot be taken out."""
    assert kept("def f(): pass\na = 1; b = 2; f = a") == [
        "def f(): pass",
        "a = 1; b = 2; f = a",
    ]
