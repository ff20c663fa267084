"""backward remembers the first forward of the layer

It belongs to the latest one. Overwrite what you kept.
"""

EXERCISE = "6.7"
READ = "handout 5.2"


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
        x_hat: Array = (x - mean) * self.inv_std
        if not hasattr(self, "x_hat"):
            self.x_hat = x_hat
        out: Array = self.params["gamma"] * x_hat + self.params["beta"]
        return out
