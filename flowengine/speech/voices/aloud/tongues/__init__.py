"""How each language reads numbers, dates, times and sums aloud; one module a language."""
