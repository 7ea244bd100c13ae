"""Steps on a matter in the browser: a table of pages (table.py), one view, one template (ADR 0044)."""
