"""backward belongs to the first training batch in place of the latest

What backward needs has to be replaced by every forward.
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
        inv_std = 1.0 / xp.sqrt(var + self.eps)
        x_hat = (x - mean) * inv_std
        if not train or not hasattr(self, "x_hat"):
            self.inv_std, self.x_hat = inv_std, x_hat
        return self.params["gamma"] * x_hat + self.params["beta"]
