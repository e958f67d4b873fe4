"""What an author works with: check, format, draw, test, translate and import flows.

Nothing here runs while a caller is on the line; everything here is also reached from the command line.
"""
