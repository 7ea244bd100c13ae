"""Ledgers of visits (下访接访台账)."""
