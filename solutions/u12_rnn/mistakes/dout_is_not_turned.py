"""the reverse half of dout is not turned

The reverse direction meets the steps from T - 1 down to 0, and so its states do.
"""

EXERCISE = "12.6"
READ = "handout 4.4"


class RNN:
    def backward(self, dout: Array, dh_n: Array | None = None) -> tuple[Array, Array]:
        xp = array_namespace(dout)
        width, count = self.hidden_size, len(self.directions)
        if dh_n is None:
            shape = self.num_layers * count, len(dout), width
            dh_n = xp.zeros(shape, dtype=dout.dtype)
        dh0 = list(dh_n)
        for layer in reversed(range(self.num_layers)):
            dxs = []
            for k, (letter, turn) in enumerate(self.directions.items()):
                state, name = layer * count + k, f"l{layer}{letter}"
                half = dout[:, :, k * width : (k + 1) * width]
                dx, dh0[state] = _run_back(self, name, half, dh_n[state])
                dxs.append(dx[:, ::turn])
            dout = sum(dxs[1:], dxs[0])
        return dout, xp.stack(dh0)
