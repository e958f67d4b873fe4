"""Other engines at the same three turns: `python peer_X.py SECONDS` prints turns a second.

The work is not equal: xstate and transitions parse no text and translate nothing; rivescript needs
a first "start", which counts as a turn. They say what a conversation costs at the least.
"""
