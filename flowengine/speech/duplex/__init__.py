"""Both directions of one call's sound: prompts out, speech and keys in, frame by frame.

`orders` go in and `reports` come out, as plain data that can cross a process. The host decides
what is said and what is expected; here it is played, heard and timed. Begin at `duplex`: `player`
has what is said, `listening` and `turning` what is heard, `keying` the keys that go out,
`sitting` its seat in a `conference`.
"""
