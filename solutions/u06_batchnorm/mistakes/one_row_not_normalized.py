"""a batch of one is left as it is

Its mean is itself and its variance is 0, and eps makes that harmless: no case
of its own is needed.
"""

EXERCISE = "6.6"
READ = "handout 5.1"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        if train and len(x) == 1:
            mean, var = 0.0 * mean, 0.0 * var + 1.0
        elif train:
            mean = x.mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=0)
            _move(self.running_mean, mean, self.momentum)
            _move(self.running_var, var, self.momentum)
        self.train = train and len(x) > 1
        self.inv_std = 1.0 / xp.sqrt(var + self.eps)
        self.x_hat = (x - mean) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]
