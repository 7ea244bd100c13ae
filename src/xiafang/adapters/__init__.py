"""The outside world: what comes in and goes out in forms that are not ours. No Django, no database."""
