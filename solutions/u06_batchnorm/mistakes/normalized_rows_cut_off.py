"""x_hat is cut off at -3 and 3

No number is too far from the mean: leave it as it is.
"""

EXERCISE = "6.2"
READ = "handout 2.3"


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
        self.x_hat: Array = xp.clip((x - mean) * self.inv_std, -3, 3)
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out
