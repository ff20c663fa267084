"""SGD moves one entry after the other

`p -= lr * g` moves all entries of an array at once, whatever its shape is.
"""

EXERCISE = "4.10"
READ = "handout 6.5"


class SGD:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            for place in np.ndindex(g.shape):
                params[key][place] -= self.lr * g[place]
