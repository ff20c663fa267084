"""the variance is taken by np.apply_along_axis, one feature after the other

np.apply_along_axis calls a Python function for each column: it is a loop with another
name.
"""

EXERCISE = "6.9"
READ = "handout 5.4"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        if train:
            mean = xp.mean(x, axis=0)
            var = xp.apply_along_axis(lambda column: column.var(), 0, x)
            keep = self.momentum
            self.running_mean[...] = keep * self.running_mean + (1 - keep) * mean
            self.running_var[...] = keep * self.running_var + (1 - keep) * var
        self.trained = train
        self.inv_std: Array = 1 / xp.sqrt(var + self.eps)
        self.x_hat: Array = (x - mean) * self.inv_std
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out
