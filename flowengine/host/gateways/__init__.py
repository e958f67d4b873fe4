"""Connections to the outside by which people write to us and we to them, one module a protocol.

`setting` reads one from the environment, `opening` makes it, `sender` says what can become of a
message, `signing` proves who wrote it, `webhook` and `smtp` carry it.
"""
