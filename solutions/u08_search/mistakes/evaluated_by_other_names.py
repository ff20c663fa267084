"""evaluate is called with the names wd and lr

It knows them as weight_decay and lr.
"""

EXERCISE = "8.5"
READ = "handout 4.1"


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Return all trials."""
    trials = []
    for _ in range(n_trials):
        found = sample_hyperparameters(rng)
        history = evaluate(wd=found["weight_decay"], lr=found["lr"])
        trials.append(Trial(history[-1], found, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
