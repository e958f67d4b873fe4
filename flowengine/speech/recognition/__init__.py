"""Sound to words: recognisers behind one interface, and the models they need.

`recogniser` is the interface; `here` opens recognisers that work at once, `workers` those that work
in processes of their own. `models` knows what is installed and which ear a language has: one engine
that streams, one that decides at the end, or both (`second`). What may be said is brought into the
engines' forms by `choices`. It decides nothing: what was said comes as guesses, with how sure.
"""
