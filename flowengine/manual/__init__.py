"""The user's manual as Markdown files: shipped in the package, printed by the command line, served.

It holds no code. Every example in it is checked and held as a conversation by the tests.
"""
