"""the running variance gathers variances that divide by N - 1

Some libraries do so. This course gathers the same biased variance that
normalized the batch.
"""

EXERCISE = "6.1"
READ = "handout 2.1"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        if train:
            mean = x.mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=0)
            _move(self.running_mean, mean, self.momentum)
            unbiased = var * len(x) / max(len(x) - 1, 1)
            _move(self.running_var, unbiased, self.momentum)
        self.train = train
        self.inv_std = 1.0 / xp.sqrt(var + self.eps)
        self.x_hat = (x - mean) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]
