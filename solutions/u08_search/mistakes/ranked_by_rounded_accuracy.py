"""the accuracy is rounded

Two trials that differ by less then look equal.
"""

EXERCISE = "8.6"
READ = "handout 4.2"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        trials.append(Trial(round(history[-1], 2), settings, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
