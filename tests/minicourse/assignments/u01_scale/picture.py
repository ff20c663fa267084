"""The unit's picture."""
