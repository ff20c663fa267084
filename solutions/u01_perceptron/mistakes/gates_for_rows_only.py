"""the two inputs are put one below the other

An array of inputs then becomes two examples with many features, in place of many
examples with two.
"""

EXERCISE = "1.3"
READ = "handout 2.2"


def or_gate(x1: Input, x2: Input) -> Bits:
    """Return the answers of OR."""
    return perceptron(np.array([x1, x2]), np.array([1.0, 1.0]), -0.5)
