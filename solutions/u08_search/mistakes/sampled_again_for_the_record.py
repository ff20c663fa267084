"""the record gets hyperparameters of a second draw

A trial must say what was tried, not what might have been.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        history = evaluate(**sample_hyperparameters(rng))
        trials.append(Trial(history[-1], sample_hyperparameters(rng), history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
