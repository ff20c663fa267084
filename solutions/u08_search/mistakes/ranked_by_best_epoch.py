"""a trial counts by its best epoch

What you keep is the network after the last epoch.
"""

EXERCISE = "8.6"
READ = "handout 4.2"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        trials.append(Trial(max(history), settings, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
