"""plain tuples stand for trials

trial.accuracy needs a Trial.
"""

EXERCISE = "8.11"
READ = "handout 5.3"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        trials.append((history[-1], settings, history))
    return sorted(trials, key=lambda trial: trial[0], reverse=True)
