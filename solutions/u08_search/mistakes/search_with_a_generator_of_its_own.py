"""random_search samples from a generator of its own

Hand on the rng that you got.
"""

EXERCISE = "8.9"
READ = "handout 5.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:  # noqa: ARG001
    """Return the trials."""
    trials = []
    own = np.random.default_rng(1)
    for _ in range(n_trials):
        settings = sample_hyperparameters(own)
        history = evaluate(**settings)
        trials.append(Trial(history[-1], settings, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
