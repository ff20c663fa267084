"""exponents are spread over the sum of both ends

A number from 0 to 1 is stretched by high_exp - low_exp, and low_exp is added.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return a number whose order of magnitude is drawn."""
    exponent = rng.random() * (high_exp + low_exp) + low_exp
    return float(10.0**exponent)
