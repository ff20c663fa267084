"""one dictionary is filled anew in each trial

All trials hold that one, so all show what was tried last.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    hyperparameters: Hyperparameters = {}
    for _ in range(n_trials):
        hyperparameters.update(sample_hyperparameters(rng))
        history = evaluate(**hyperparameters)
        trials.append(Trial(history[-1], hyperparameters, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
