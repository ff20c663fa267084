"""the sum is written into the array that the shortcut returned

A layer that changes nothing may have returned x itself, and x is not yours to change.
"""

EXERCISE = "10.8"
READ = "handout 6.1"


def _sum(block: ResidualBlock, x: Array, *, train: bool) -> Array:
    if block.shortcut is None:
        return block.branch.forward(x, train=train) + x
    total = block.shortcut.forward(x, train=train)
    total += block.branch.forward(x, train=train)
    return total
