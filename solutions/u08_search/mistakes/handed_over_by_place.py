"""evaluate gets its numbers by place

By name nobody can exchange them.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return the trials."""
    trials = []
    for _ in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(settings["weight_decay"], settings["lr"])
        trials.append(Trial(history[-1], settings, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
