"""Words to sound: engines in worker processes, behind one studio that keeps what was spoken.

`studio` is what others use. `shelves` keep what it makes, each a `cache` of files, on the disk or
in memory (`passing`), by names of `naming`. `process` is the studio's side of one worker of its
`pool`, `worker` the process itself with its engines (`espeak`, `piper`) and `fitting`, and `work`
is what the two sides say to each other. It never decides what is said, nor when it is heard.
"""
