"""grads holds copies of the layers' arrays

Clipping and weight decay edit grads in place, and the layer's own array is what they
mean.
"""

EXERCISE = "10.1"
READ = "handout 2.2"


class ResidualBlock:
    @property
    def grads(self) -> dict[str, Array]:
        return {
            f"{place}.{name}": array.copy()
            for place, layer in _layers(self).items()
            for name, array in layer.grads.items()
        }
