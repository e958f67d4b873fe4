"""Models and voices that are fetched once: downloaded, proved, unpacked, and only then there.

`downloading` resumes what broke off, `unpacking` trusts no archive, and `installing` puts a whole
model in its place with one rename, so that half a model never looks like one.
"""
