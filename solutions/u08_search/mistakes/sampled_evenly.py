"""both numbers are uniform, without log_uniform

Nine tenths of such numbers lie in the last decade.
"""

EXERCISE = "8.4"
READ = "handout 3.3"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return both numbers."""
    return {
        "weight_decay": float(rng.uniform(1e-8, 1e-4)),
        "lr": float(rng.uniform(1e-6, 1e-2)),
    }
