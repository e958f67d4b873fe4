"""What a turn looks or sounds like on each road to the person: one module a channel.

A channel is told effects in the words of the conversation and gives back what is heard or read.
It refuses to know what the conversation is about.
"""
