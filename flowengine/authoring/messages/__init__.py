"""The texts of a flow on their way to translators and back: what `flowengine messages` does.

`wanted` says what has to be translated, `template` writes it down with notes, `po` and `table` are
the two kinds of file that translators work in, `update` brings one to what the flow says now, and
`check` tells what is missing. They change no flow; the catalogues are read for a running flow by
`flowengine.language.catalogue`.
"""
