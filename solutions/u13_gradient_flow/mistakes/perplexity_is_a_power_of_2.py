"""2 is raised to the loss

The loss has natural logarithms, so e is the base that turns them around.
"""

EXERCISE = "13.6"
READ = "handout 4.4"


def perplexity(loss: float) -> float:
    """Return 2 to the loss."""
    return 2.0**loss
