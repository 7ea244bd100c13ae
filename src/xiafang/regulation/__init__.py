"""The regulation as code: pure functions from facts to findings.

No framework, no clock, no database: `as_of` and `year` are arguments. `docs/explanation/regulation.md` is the way in.
"""
