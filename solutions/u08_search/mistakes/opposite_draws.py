"""the second number is made of what the first draw left

They are still one draw: where one rises, the other falls.
"""

EXERCISE = "8.4"
READ = "handout 3.3"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return both numbers."""
    u = rng.random()
    return {
        "weight_decay": float(10.0 ** (4 * u - 8)),
        "lr": float(10.0 ** (-4 * u - 2)),
    }
