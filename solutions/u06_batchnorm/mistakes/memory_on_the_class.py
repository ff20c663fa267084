"""what backward needs is kept on the class in place of the object

All layers of a network then share it, and each backward belongs to the layer
that went forward last.
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
        BatchNorm.x_hat = (x - mean) * self.inv_std
        return self.params["gamma"] * self.x_hat + self.params["beta"]
