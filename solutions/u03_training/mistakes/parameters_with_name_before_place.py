"""the parameters have the name before the place, "W.0"

The gradients have the place first, and an optimizer finds the two by one name.
"""

EXERCISE = "3.4"
READ = "handout 4.2"


class Sequential:
    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)
        self.params = {
            f"{key}.{place}": array
            for place, layer in enumerate(layers)
            for key, array in layer.params.items()
        }
        self.grads = _by_place([layer.grads for layer in self.layers])
