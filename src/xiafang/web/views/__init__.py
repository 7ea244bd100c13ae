"""The pages of the workplace, one module per section."""
