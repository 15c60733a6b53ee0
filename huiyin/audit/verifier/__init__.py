"""The verifier: checks a case file offline with nothing but Python (3.8 or later).

It is written in parts so that each can be read and tested; `bundle.source()` joins them into the one file that is
handed over. The parts import only the standard library and each other. What they define about formats (the container,
the tree of a checkpoint, canonical JSON) is what the product itself writes with.
"""
