"""what goes into a sigmoid is cut off at 10

A gate that is never quite shut leaks: of a memory of 10 000 it lets one half through.
"""

EXERCISE = "14.9"
READ = "handout 6.1"


def _sigmoid(xp: Namespace, x: Array) -> Array:
    half: Array = 0.5 * xp.tanh(0.5 * xp.clip(x, -10, 10))
    return half + 0.5
