"""Whose turn it is: pure rules over time-stamped data, run in virtual time by tests."""
