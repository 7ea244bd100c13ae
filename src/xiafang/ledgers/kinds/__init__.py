"""One package or module per kind of ledger: its columns as data, and how its rows become acts."""
