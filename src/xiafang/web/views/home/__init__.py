"""首页: what is due, for each role."""
