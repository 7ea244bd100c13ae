"""The duty ledger: what everybody owes, by when, and how far it is done, derived from the facts of the register."""
