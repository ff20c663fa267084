"""the loop begins at 1 and ends before n_trials

range(n) already has n numbers.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(1, n_trials):
        hyperparameters = sample_hyperparameters(rng)
        history = evaluate(**hyperparameters)
        trials.append(Trial(history[-1], hyperparameters, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
