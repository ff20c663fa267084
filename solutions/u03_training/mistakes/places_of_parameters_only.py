"""layers without parameters are not counted in params

In grads they are, so the two have different names. A layer without parameters has a
place, too.
"""

EXERCISE = "3.4"
READ = "handout 4.2"


class Sequential:
    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)
        learning = [layer for layer in self.layers if layer.params]
        self.params = _by_place([layer.params for layer in learning])
        self.grads = _by_place([layer.grads for layer in self.layers])
