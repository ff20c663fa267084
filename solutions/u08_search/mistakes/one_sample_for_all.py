"""the hyperparameters are sampled once, before the loop

All trials then try the same.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    hyperparameters = sample_hyperparameters(rng)
    for _ in range(n_trials):
        history = evaluate(**hyperparameters)
        trials.append(Trial(history[-1], hyperparameters, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
