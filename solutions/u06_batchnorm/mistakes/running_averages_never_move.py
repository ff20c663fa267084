"""training leaves the running averages at 0 and 1

Evaluation will use them: without an update it normalizes by numbers that have
nothing to do with the data.
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
        self.train = train
        self.inv_std = 1.0 / xp.sqrt(var + self.eps)
        self.x_hat = (x - mean) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]
