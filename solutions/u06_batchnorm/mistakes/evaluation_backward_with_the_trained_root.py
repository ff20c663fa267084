"""backward after an evaluation uses the root of the last training batch

Keep the root of whichever forward came last; backward belongs to that one.
"""

EXERCISE = "6.4"
READ = "handout 3.4"


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
        inv_std: Array = 1 / xp.sqrt(var + self.eps)
        if train or not hasattr(self, "inv_std"):
            self.inv_std = inv_std
        self.x_hat: Array = (x - mean) * inv_std
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out
