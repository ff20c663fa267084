"""train is not passed on to branch and shortcut

Dropout and batch normalization in the branch would train for ever: pass train=train.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


def _sum(block: ResidualBlock, x: Array, *, train: bool) -> Array:
    del train
    around = x if block.shortcut is None else block.shortcut.forward(x)
    return block.branch.forward(x) + around
