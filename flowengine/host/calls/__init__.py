"""Conversations by voice: the driver that joins a call's sound to a conversation's turns.

`driver` does it for one call; what is said is made ready by `speaking`, and what people leave
behind as sound is kept by `recordings`, sealed.
"""
