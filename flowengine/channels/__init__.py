"""What a turn looks or sounds like on each road to the person: one module a channel.

A channel is told effects in the words of the conversation and gives back what is heard or read.
What each can do is data (`channel`); `lower` and `arranging` work from that alone. `calls` carries
the sound of calls; on any other road nothing is sent here. May import `runtime` and what lies below
it, `calls` also `speech`. It refuses to know what the conversation is about, and cuts no text (long
screens were paged by the interpreter).
"""
