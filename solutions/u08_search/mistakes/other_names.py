"""lr is called learning_rate

evaluate knows it as lr.
"""

EXERCISE = "8.4"
READ = "handout 3.3"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return both numbers."""
    return {
        "weight_decay": log_uniform(-8, -4, rng),
        "learning_rate": log_uniform(-6, -2, rng),
    }
