"""Ledgers in and out: what offices keep in spreadsheets becomes acts, and lists become spreadsheets (ADR 0050)."""
