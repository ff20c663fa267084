"""each pixel of each channel has statistics of its own

An edge is an edge wherever it stands: one channel has one mean for all its pixels.
"""

EXERCISE = "6.5"
READ = "handout 4"


class BatchNorm2d:
    def forward(self, x: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        out = super().forward(_pixels(x), train=train)
        if not train:
            return _images(out, x.shape)
        centred = x - xp.mean(x, axis=0)
        inv_std = 1 / xp.sqrt(xp.mean(centred**2, axis=0) + self.eps)
        gamma, beta = self.params["gamma"], self.params["beta"]
        result: Array = gamma[:, None, None] * centred * inv_std + beta[:, None, None]
        return result
