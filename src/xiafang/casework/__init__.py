"""Casework: items, matters, and everything that happens to them."""
