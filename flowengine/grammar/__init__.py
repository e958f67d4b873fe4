"""What people may say, and what they meant: grammars to a matcher, to samples, to typed values.

A phrase an author writes in quotes and a JSGF file become the same tree (`expansion`, `jsgf`).
From the tree come one network of words (`network`), which is walked as an automaton (`automaton`)
by the text matcher (`matcher`), the sentences it allows, written backwards for tests and
recognisers (`sampling`), and two options that can be confused (`clashes`). What was typed is folded
first (`normal`); odd words are then read as other spellings (`respelling`) or slips (`slips`). The
standard grammars (`standard`) give tags that mean the same in every language; `values` turns them
into numbers, dates, times and so on. Files come in JSGF or SRGS (`files`) and go out as either, or
as what can be spoken (`spoken`).

This room knows nothing else of flowengine and imports only the standard library. It must never
read a clock (the caller gives `now`), block, keep anything about a conversation, or raise because
of what somebody typed: only a grammar can be wrong, and then it is a `GrammarError`.
"""
