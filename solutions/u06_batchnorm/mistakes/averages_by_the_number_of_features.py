"""layers of one width have the running averages in common

Each layer sees activations of its own: its averages belong to it alone, on self.
"""

EXERCISE = "6.7"
READ = "handout 5.2"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        table = vars(BatchNorm).get("table", {})
        BatchNorm.table = table
        own = self.running_mean, self.running_var
        key = f"{x.shape[1]} {x.dtype}"
        self.running_mean, self.running_var = table.setdefault(key, own)
        mean, var = self.running_mean, self.running_var
        if train:
            mean = xp.mean(x, axis=0)
            var = xp.mean((x - mean) ** 2, axis=0)
            keep = self.momentum
            self.running_mean[...] = keep * self.running_mean + (1 - keep) * mean
            self.running_var[...] = keep * self.running_var + (1 - keep) * var
        self.trained = train
        self.inv_std: Array = 1 / xp.sqrt(var + self.eps)
        self.x_hat: Array = (x - mean) * self.inv_std
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out
