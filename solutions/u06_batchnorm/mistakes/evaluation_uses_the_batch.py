"""evaluation normalizes by the batch in hand

Then a single example would always give beta. In evaluation the running averages
take the place of both statistics.
"""

EXERCISE = "6.2"
READ = "handout 2.3"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean = x.mean(axis=0)
        var = ((x - mean) ** 2).mean(axis=0)
        if train:
            _move(self.running_mean, mean, self.momentum)
            _move(self.running_var, var, self.momentum)
        self.train = True
        self.inv_std = 1.0 / xp.sqrt(var + self.eps)
        self.x_hat = (x - mean) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]
