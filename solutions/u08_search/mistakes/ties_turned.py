"""the list is sorted and then turned around

That turns equals around as well.
"""

EXERCISE = "8.8"
READ = "handout 4.3"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        trials.append(Trial(history[-1], settings, history))
    return sorted(trials, key=lambda trial: trial.accuracy)[::-1]
