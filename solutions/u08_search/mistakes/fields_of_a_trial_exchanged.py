"""history and hyperparameters change places in a Trial

A Trial has its accuracy, its hyperparameters and its history, in this order.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return all trials, the best first."""
    trials = []
    for _ in range(n_trials):
        hyperparameters = sample_hyperparameters(rng)
        history = evaluate(**hyperparameters)
        trials.append(
            Trial(history[-1], history=hyperparameters, hyperparameters=history)
        )
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
