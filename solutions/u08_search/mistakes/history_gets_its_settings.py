"""a number is appended to the history that evaluate returned

What evaluate returned is not yours alone: only read it.
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
        history.append(settings["lr"])
        trials.append(Trial(whole[-1], settings, whole))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
