"""evaluation moves the running averages too

Then the test data change the model, and the same row gives something else each
time.
"""

EXERCISE = "6.7"
READ = "handout 5.2"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        if train:
            mean = x.mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=0)
            _move(self.running_mean, mean, self.momentum)
            _move(self.running_var, var, self.momentum)
        self.train = train
        self.inv_std = 1.0 / xp.sqrt(var + self.eps)
        self.x_hat = (x - mean) * self.inv_std
        if not train:
            seen = x.mean(axis=0)
            _move(self.running_mean, seen, self.momentum)
            _move(self.running_var, ((x - seen) ** 2).mean(axis=0), self.momentum)
        return self.params["gamma"] * self.x_hat + self.params["beta"]
