"""the parameter is made float64 before it moves

A float32 parameter takes twice the memory from then on, and the layer never sees it
move. g and lr fit to it as they are.
"""

EXERCISE = "4.9"
READ = "handout 6.4"


class SGD:
    def update(self, params: Arrays, grads: Arrays) -> None:
        for key, g in grads.items():
            params[key] = params[key].astype(np.float64, copy=False)
            params[key] -= self.lr * g
