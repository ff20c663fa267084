"""the trials come back in a tuple

It must be a list.
"""

EXERCISE = "8.11"
READ = "handout 5.3"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        trials.append(Trial(history[-1], settings, history))
    ranked = sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
    return tuple(ranked)
