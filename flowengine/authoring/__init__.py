"""What an author works with: checking, formatting, trying out, transcripts, coverage.

These are tools over the language and the interpreter. They refuse to be needed by a server.
"""
