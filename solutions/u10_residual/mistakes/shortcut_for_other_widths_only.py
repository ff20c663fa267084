"""the shortcut layer is used only where the widths differ

A shortcut layer that was given is used, whatever its width: it may have been learned.
"""

EXERCISE = "10.5"
READ = "handout 5"


def _sum(block: ResidualBlock, x: Array, *, train: bool) -> Array:
    f = block.branch.forward(x, train=train)
    if block.shortcut is not None and f.shape != x.shape:
        return f + block.shortcut.forward(x, train=train)
    return f + x


def _sum_backward(block: ResidualBlock, dsum: Array) -> Array:
    dx = block.branch.backward(dsum.copy())
    if block.shortcut is not None and dx.shape != dsum.shape:
        return dx + block.shortcut.backward(dsum.copy())
    return dx + dsum
