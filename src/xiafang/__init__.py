"""Xiafang 下访: letters-and-visits work of the justice administration, with the regulation as code."""
