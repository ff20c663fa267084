"""branch and shortcut are added up row by row

One sum takes both arrays at once, whatever their shape.
"""

EXERCISE = "10.11"
READ = "handout 6.4"


def _sum(block: ResidualBlock, x: Array, *, train: bool) -> Array:
    around = x if block.shortcut is None else block.shortcut.forward(x, train=train)
    f = block.branch.forward(x, train=train)
    return array_namespace(f).stack([f[n] + around[n] for n in range(len(f))])
