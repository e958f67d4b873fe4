"""Nodes that are killed again and again under load, and an account of all they had promised."""
