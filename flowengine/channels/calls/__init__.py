"""A call is one thing whoever carries it: a browser, a WAV file, later SIP.

`call` is the interface; each carrier is a module. `exchange` begins the process that carries calls
(`carrying`), so that nothing else in Python can stall its 20 ms clock, tells it what to do and
listens to it; `wire` is what the two say. `carried` is one call there, and in virtual time
(`virtual`). `utterances`, `sentences` and `fixed` are what is said on the phone, as text.
"""
