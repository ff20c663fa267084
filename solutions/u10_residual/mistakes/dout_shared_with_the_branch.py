"""branch and shortcut are given one and the same array

The branch may write into it, and what the shortcut reads afterwards is not the
gradient any more.
"""

EXERCISE = "10.8"
READ = "handout 6.1"


def _sum_backward(block: ResidualBlock, dsum: Array) -> Array:
    shared = dsum.copy()
    dx = block.branch.backward(shared)
    if block.shortcut is not None:
        return dx + block.shortcut.backward(shared)
    return dx + shared
