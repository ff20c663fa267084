"""forward keeps x_hat as float32 for backward

That saves memory and costs nine of the sixteen digits of a float64 gradient.
"""

EXERCISE = "6.3"
READ = "handout 5.3"


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
        self.x_hat: Array = (x - mean) * self.inv_std
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        self.x_hat = self.x_hat.astype(xp.float32)
        return out
