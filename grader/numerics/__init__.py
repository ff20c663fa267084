"""Pure NumPy: closeness, central differences, kinks. No clock, disk or randomness."""
