"""Whose turn it is: pure rules over time-stamped data, run in virtual time by tests.

`activity` says of each frame whether the person speaks, `taker` makes turns of that, of keys and of
what a recogniser tells. Signs go in, moves and reports come out; nothing here plays or records.
"""
