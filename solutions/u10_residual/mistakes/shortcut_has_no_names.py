"""the shortcut's arrays are left out of params and grads

An optimizer sees only what is in params, so the shortcut would never learn.
"""

EXERCISE = "10.1"
READ = "handout 2.2"


class ResidualBlock:
    @property
    def params(self) -> dict[str, Array]:
        return {f"branch.{name}": array for name, array in self.branch.params.items()}

    @property
    def grads(self) -> dict[str, Array]:
        return {f"branch.{name}": array for name, array in self.branch.grads.items()}
