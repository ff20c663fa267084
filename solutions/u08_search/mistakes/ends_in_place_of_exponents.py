"""log_uniform is given 1e-8 and 1e-4 for the weight decay

It takes the exponents, -8 and -4.
"""

EXERCISE = "8.4"
READ = "handout 3.3"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return what to try next."""
    return {
        "weight_decay": log_uniform(1e-8, 1e-4, rng),
        "lr": log_uniform(-6, -2, rng),
    }
