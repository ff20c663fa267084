"""h_n is the state after the first step

h_n is where the sequence ends: the state after the last step.
"""

EXERCISE = "12.3"
READ = "handout 3.2"


class RNN:
    def forward(
        self, x: Array, h0: Array | None = None, train: bool = True
    ) -> tuple[Array, Array]:
        xp = array_namespace(x)
        if h0 is None:
            shape = self.num_layers * len(self.directions), len(x), self.hidden_size
            h0 = xp.zeros(shape, dtype=self.params["l0.b"].dtype)
        self.kept: dict[str, tuple[Array, Array, Array]] = {}
        ends: list[Array] = []
        for layer in range(self.num_layers):
            outs = []
            for letter, turn in self.directions.items():
                name = f"l{layer}{letter}"
                hidden = _run(self, name, x[:, ::turn], h0[len(ends)])
                ends.append(hidden[:, 0])
                outs.append(hidden[:, ::turn])
            x = xp.concat(outs, axis=2)
        return x, xp.stack(ends)
