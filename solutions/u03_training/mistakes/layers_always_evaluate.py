"""every layer is run with train=False

The network gets train and hands it on as it is.
"""

EXERCISE = "3.4"
READ = "handout 4.1"


class Sequential:
    def forward(self, x: Array, train: bool = True) -> Array:
        for layer in self.layers:
            x = layer.forward(x, train=False)
        return x
