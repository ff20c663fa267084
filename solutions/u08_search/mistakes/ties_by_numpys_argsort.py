"""np.argsort sorts, which may exchange equals

Its default is not stable; kind="stable" is.
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
    order = np.argsort([-trial.accuracy for trial in trials])
    return [trials[place] for place in order]
