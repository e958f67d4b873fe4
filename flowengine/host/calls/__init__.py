"""Conversations by voice: the driver that joins a call's sound to a conversation's turns.

`calls` holds all of this node, made from what an installation sets by `opening`; `driver` does it
for one call. What is said is made ready by `speaking` and ordered by `playback`, what is heard is
asked for by `listening` and becomes a turn by `turning`, and what people leave behind as sound is
kept by `recordings`, sealed.
"""
