"""Sound to words: recognisers behind one interface, and the models they need."""
