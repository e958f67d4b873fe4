"""What the store keeps for the desk: items, slots, presence, users, switches and the log.

`verbs` says what can be asked, `database` runs it; `moving` is the script of a move and `turning`
the desk's part of a turn.

It interprets none of it: an item changes by a `Move` that `flowengine.desk` has made. The store
sees to what only a transaction can: the version moved from, the slot taken, the log and the
conversation's news written with it or not at all.
"""
