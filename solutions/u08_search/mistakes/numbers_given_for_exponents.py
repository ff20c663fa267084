"""log_uniform is given numbers where it takes exponents

10 to the power of 1e-4 is about 1.
"""

EXERCISE = "8.4"
READ = "handout 3.3"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return both numbers."""
    return {
        "weight_decay": log_uniform(1e-8, 1e-4, rng),
        "lr": log_uniform(1e-6, 1e-2, rng),
    }
