"""the exponent is normal and cut off at both ends

It must be uniform: each decade as often as any other.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    middle, spread = (low_exp + high_exp) / 2, (high_exp - low_exp) / 4
    exponent = min(max(rng.normal(middle, spread), low_exp), high_exp)
    return float(10.0**exponent)
