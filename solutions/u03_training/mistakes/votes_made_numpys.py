"""accuracy makes NumPy arrays of the logits

np.asarray would fetch them from the GPU: xp.argmax counts where they are.
"""

EXERCISE = "3.13"
READ = "handout 6.5"


def accuracy(logits: Array, t: Labels) -> float:
    """Return what the share of right votes is taken for."""
    scores, t = np.asarray(logits), np.asarray(t)
    labels = t.argmax(axis=1) if t.ndim > 1 else t
    return float(np.mean(scores.argmax(axis=1) == labels))
