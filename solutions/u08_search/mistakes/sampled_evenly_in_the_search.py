"""random_search draws uniform numbers of its own

sample_hyperparameters is there for that.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = {
            "weight_decay": float(rng.uniform(1e-8, 1e-4)),
            "lr": float(rng.uniform(1e-6, 1e-2)),
        }
        history = evaluate(**settings)
        trials.append(Trial(history[-1], settings, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
