"""train does not reach the layers

Dropout and batch normalization do other things in evaluation, and only forward can tell
them.
"""

EXERCISE = "3.4"
READ = "handout 4.1"


class Sequential:
    def forward(self, x: Array, train: bool = True) -> Array:
        for layer in self.layers:
            x = layer.forward(x)
        return x
