"""pop takes the last number out of the history

What evaluate returned is not yours alone; history[-1] only reads.
"""

EXERCISE = "8.10"
READ = "handout 5.2"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        whole = list(history)
        trials.append(Trial(history.pop(), settings, whole))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
