"""The database side of the house: the launcher of the embedded PostgreSQL and the rights of the two roles."""
