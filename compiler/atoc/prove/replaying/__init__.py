"""Runs as the runtime makes them, so that no witness is shown that does not do what is said of it.

``replay.py`` composes by ``ato.config``; ``spelling.py`` writes the command line, ``ato_words.py`` that of
Ato.
"""
