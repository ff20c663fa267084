"""each image is normalized by itself

That is instance normalization. The mean of a channel runs over all images of the batch.
"""

EXERCISE = "6.5"
READ = "handout 4"


class BatchNorm2d:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        out = super().forward(_pixels(x), train=train)
        if not train:
            return _images(out, x.shape)
        centred = x - xp.mean(x, axis=(2, 3), keepdims=True)
        var = xp.mean(centred**2, axis=(2, 3), keepdims=True)
        gamma, beta = self.params["gamma"], self.params["beta"]
        x_hat = centred / xp.sqrt(var + self.eps)
        result: Array = gamma[:, None, None] * x_hat + beta[:, None, None]
        return result
