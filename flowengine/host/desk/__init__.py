"""People at work: the desk's shell around its pure half.

`joining` makes work items of what a turn asks for, and `entrance` says beforehand whether there is
hope. `router` looks at a `picture` of the desk again and again, offers, and brings about all that
time brings about (`lapsing`, `callbacks`, `alerts`); `watchdog` watches it, and `beside` does what
must not delay it. `attendance` knows who is there, `waiting` tells people how they stand. `desk` is
what everybody else talks to: agents take (`taking`), write (`talk`, `saying`), pass on (`passing`)
and end (`ending`), supervisors oversee (`oversight`) and switch (`switching`), all by way of
`acting` and `moving`. `calls` joins our people to calls, `wanting` is what they ask of one. `board`
and `reporting` are what is seen of it.

What may become of an item is `flowengine.desk`'s business, and what did become of it is the
store's. May import what the host may; it refuses to change an item but by a move, and to know a
page or a protocol.
"""
