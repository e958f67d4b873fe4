"""Sound and words: what is heard becomes text, and text becomes what is heard.

`sound` is audio itself, `voices` say how a language sounds, `synthesis` speaks, `recognition`
understands, `turns` decide whose turn it is, and `duplex` joins them: both directions of one call.
`installing` fetches models and voices, and only when somebody asks for them. `framing`
is how processes of ours pass records to each other.

May import `runtime`, `language`, `grammar`, numpy and the speech libraries. It must never know who
carries a call, or wait on an event loop: what blocks here runs in worker processes and threads, and
nothing but `installing` opens a connection. `turns` and `duplex` know no clock either; time comes
with what they are fed.
"""
