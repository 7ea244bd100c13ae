"""Agreements, plans, inspections with findings and sanctions, bulletins, assessments (第六条, 第十九条, 第二十条)."""
