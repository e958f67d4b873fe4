"""What an author works with: reports, formatting, screens, trying out, transcripts, translations.

`graph` draws a flow, `walk` goes every path of it, `messages` is for its translators; `calling` is
a whole call from files, `rendering` speaks what can be spoken beforehand.
These are tools over the language, the interpreter and the channels, and may read files. They refuse
to be needed by a server, and judge no flow themselves: that is for the checks of the language.
"""
