"""sample_hyperparameters seeds a generator of its own

Then all trials try the same. The generator that is given goes on from call to call.
"""

EXERCISE = "8.9"
READ = "handout 5.1"


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return what to try next."""
    rng = np.random.default_rng(1)
    return {
        "weight_decay": log_uniform(-8, -4, rng),
        "lr": log_uniform(-6, -2, rng),
    }
