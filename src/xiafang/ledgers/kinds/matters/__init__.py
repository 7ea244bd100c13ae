"""Ledgers of matters (来信来访登记台账)."""
