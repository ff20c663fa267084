"""the network holds copies of the layers' parameters

An optimizer moves the copies, and the layers go on with the originals.
"""

EXERCISE = "3.10"
READ = "handout 4.2"


class Sequential:
    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)
        self.params = {
            name: array.copy()
            for name, array in _by_place(
                [layer.params for layer in self.layers]
            ).items()
        }
        self.grads = _by_place([layer.grads for layer in self.layers])
