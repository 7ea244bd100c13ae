"""Template tags of the workplace."""
