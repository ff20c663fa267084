"""grads is empty until the first backward

Before it, each parameter has a gradient of zeros, as in every layer.
"""

EXERCISE = "3.10"
READ = "handout 4.2"


class Sequential:
    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)
        self.params = _by_place([layer.params for layer in self.layers])
        self.grads = {}
