"""the two ranges are exchanged

lr goes from 10^-6 to 10^-2, the weight decay from 10^-8 to 10^-4.
"""

EXERCISE = "8.4"
READ = "handout 3.3"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return both numbers."""
    return {
        "weight_decay": log_uniform(-6, -2, rng),
        "lr": log_uniform(-8, -4, rng),
    }
