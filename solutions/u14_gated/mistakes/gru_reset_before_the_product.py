"""the reset gate multiplies h before the product with Wh_n

Cho et al. have it so. Here r multiplies after the product, so that all of h Wh is one
product.
"""

EXERCISE = "14.6"
READ = "handout 5.1"


class GRUCell:
    def forward(self, x: Array, h: Array, train: bool = True) -> Array:
        xp = array_namespace(x)
        from_x = x @ self.params["Wx"] + self.params["bx"]
        from_h = h @ self.params["Wh"] + self.params["bh"]
        _, self.kept = _gru_step(xp, from_x, from_h, h)
        self.x = x
        r, z, k = self.kept[0], self.kept[1], 2 * h.shape[1]
        wh, bh = self.params["Wh"][:, k:], self.params["bh"][k:]
        n = xp.tanh(from_x[:, k:] + (r * h) @ wh + bh)
        return (1 - z) * n + z * h
