"""each row is normalized by itself, and the rows are put together again

A mean that is taken off all rows is one subtraction: NumPy does it for every row.
"""

EXERCISE = "6.9"
READ = "handout 5.4"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        if train:
            mean = xp.mean(x, axis=0)
            var = xp.mean((x - mean) ** 2, axis=0)
            keep = self.momentum
            self.running_mean[...] = keep * self.running_mean + (1 - keep) * mean
            self.running_var[...] = keep * self.running_var + (1 - keep) * var
        self.trained = train
        self.inv_std: Array = 1 / xp.sqrt(var + self.eps)
        self.x_hat: Array = xp.stack([(row - mean) * self.inv_std for row in x])
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out
