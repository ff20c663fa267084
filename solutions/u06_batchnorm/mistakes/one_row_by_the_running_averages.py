"""a batch of one is normalized by the running averages while training

The contract has no exception for it: its mean is itself, its variance is 0, and
the output is beta.
"""

EXERCISE = "6.6"
READ = "handout 5.1"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        train = train and len(x) > 1
        if train:
            mean = x.mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=0)
            _move(self.running_mean, mean, self.momentum)
            _move(self.running_var, var, self.momentum)
        self.train = train
        self.inv_std = 1.0 / xp.sqrt(var + self.eps)
        self.x_hat = (x - mean) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]
