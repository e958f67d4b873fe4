"""People at work: the desk's shell around its pure half.

`joining` makes work items of what a turn asks for, `router` offers them and brings about all that
time brings about, `presence` knows who is there, `waiting` tells people how they stand, and `desk`
is what everybody else talks to. What may become of an item is `flowengine.desk`'s business, and
what did become of it is the store's.
"""
