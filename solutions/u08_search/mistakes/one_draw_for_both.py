"""one draw makes both numbers

A large lr then always has a large weight decay, so nobody can tell which did it.
"""

EXERCISE = "8.4"
READ = "handout 3.3"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return both numbers."""
    u = rng.random()
    return {
        "weight_decay": float(10.0 ** (4 * u - 8)),
        "lr": float(10.0 ** (4 * u - 6)),
    }
