"""A province at its full size, and what its pages cost: loaded, checked, measured. Run by hand (bench/pages.py)."""
