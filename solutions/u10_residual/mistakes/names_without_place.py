"""the names lack the place of the layer

Branch and shortcut may both have a W; under one name, one of them hides the other.
"""

EXERCISE = "10.1"
READ = "handout 2.2"


class ResidualBlock:
    @property
    def params(self) -> dict[str, Array]:
        around = self.shortcut.params if self.shortcut is not None else {}
        return {**self.branch.params, **around}

    @property
    def grads(self) -> dict[str, Array]:
        around = self.shortcut.grads if self.shortcut is not None else {}
        return {**self.branch.grads, **around}
