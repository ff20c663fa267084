"""grads is collected once, when the block is made

A layer may put a new array into its grads in each backward; the old one stays behind
in yours.
"""

EXERCISE = "10.9"
READ = "handout 6.2"


class ResidualBlock:
    def __init__(self, branch: Layer, shortcut: Layer | None = None) -> None:
        self.branch = branch
        self.shortcut = shortcut
        self.collected = {
            f"{place}.{name}": array
            for place, layer in _layers(self).items()
            for name, array in layer.grads.items()
        }

    @property
    def grads(self) -> dict[str, Array]:
        return self.collected
