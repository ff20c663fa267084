"""the trials are in the order in which they were made

The best shall come first.
"""

EXERCISE = "8.6"
READ = "handout 4.2"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        trials.append(Trial(history[-1], settings, history))
    return trials
