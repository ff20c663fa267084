"""dx is measured with more forward passes in place of being derived

Differences cost two forward passes for each number, and lose half of the digits.
"""

EXERCISE = "6.3"
READ = "handout 3.2"


class BatchNorm:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        mean, var = self.running_mean, self.running_var
        if train:
            mean = xp.mean(x, axis=0)
            var = xp.mean((x - mean) ** 2, axis=0)
            keep = self.momentum
            self.running_mean[...] = keep * self.running_mean + (1 - keep) * mean
            self.running_var[...] = keep * self.running_var + (1 - keep) * var
        self.trained = train
        self.x = x
        self.inv_std: Array = 1 / xp.sqrt(var + self.eps)
        self.x_hat: Array = (x - mean) * self.inv_std
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out

    def backward(self, dout: Array) -> Array:
        xp = array_namespace(dout)
        self.grads["gamma"] = xp.sum(dout * self.x_hat, axis=0)
        self.grads["beta"] = xp.sum(dout, axis=0)
        if not self.trained:
            return self.inv_std * self.params["gamma"] * dout
        x, step = self.x, 1e-5
        kept = self.inv_std, self.x_hat, self.running_mean, self.running_var
        self.running_mean, self.running_var = (
            xp.zeros_like(kept[2]),
            xp.ones_like(kept[3]),
        )
        dx: Array = xp.zeros_like(dout)
        for n in range(len(x)):
            move = xp.zeros_like(dout)
            move[n] = step
            up, down = self.forward(x + move), self.forward(x - move)
            dx[n] = xp.sum(dout * (up - down), axis=0) / (2 * step)
        self.x, (self.inv_std, self.x_hat, self.running_mean, self.running_var) = (
            x,
            kept,
        )
        return dx


def _pixels(images: Array) -> Array:
    if len(images.shape) == len("ND"):  # rows on their way from backward
        return images
    return images.transpose(0, 2, 3, 1).reshape(-1, images.shape[1])


def _images(pixels: Array, shape: tuple[int, ...]) -> Array:
    if len(shape) == len("ND"):
        return pixels
    n, channels, height, width = shape
    return pixels.reshape(n, height, width, channels).transpose(0, 3, 1, 2)
