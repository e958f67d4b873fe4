"""A call is one thing whoever carries it: a browser, a WAV file, later SIP.

`call` is the interface; each carrier is a module. `exchange` is the process that carries calls, so
that nothing else in Python can stall its 20 ms clock; here it is started, told and listened to.
"""
