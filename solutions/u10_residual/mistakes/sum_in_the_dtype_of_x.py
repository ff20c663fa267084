"""the sum is cut to the dtype of x

If x holds whole numbers, so would the output. Let the sum make its own array.
"""

EXERCISE = "10.10"
READ = "handout 6.3"


def _sum(block: ResidualBlock, x: Array, *, train: bool) -> Array:
    around = x if block.shortcut is None else block.shortcut.forward(x, train=train)
    return (block.branch.forward(x, train=train) + around).astype(x.dtype)
