"""Conversations by voice: the driver that joins a call's sound to a conversation's turns.

`calls` holds all of this node, made from what an installation sets by `opening`; `driver` does it
for one call, which `attending` found its conversation for: what it is told comes by its `inbox`.
What is said is made ready by `speaking` and ordered by `playback`, what the conversation asks for
(`asking`) is ordered by `listening`, read by `answers` and becomes a turn by `turning`; `closing`
is how we end a call ourselves; `meeting` is a caller among our people. What people leave behind as
sound is kept by `recordings`, sealed. `switchboard` leads to the process that has the call.

Sound itself is never here: it is the exchange's, in a process of its own.
"""
