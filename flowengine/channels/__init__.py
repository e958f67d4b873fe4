"""What a turn looks or sounds like on each road to the person: one module a channel.

A channel is told effects in the words of the conversation and gives back what is heard or read.
What each can do is data (`channel`); `lower` and `arranging` work from that alone. May import
`runtime` and what lies below it. It refuses to know what the conversation is about, cuts no text
(long screens were paged by the interpreter), and sends nothing.
"""
