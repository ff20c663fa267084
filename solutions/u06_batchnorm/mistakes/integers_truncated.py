"""x_hat is cut to the dtype of an integer x

Most of x_hat lies between -2 and 2, so whole numbers cannot hold it.
"""

EXERCISE = "6.8"
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
        self.x_hat: Array = ((x - mean) * self.inv_std).astype(x.dtype)
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out
