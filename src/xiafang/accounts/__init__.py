"""Accounts, roles, and who asks: what row security and every act look at."""
