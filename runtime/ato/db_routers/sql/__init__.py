"""Ato's logger and finder, on the tables of ``ato.track``.

manager     the path that programs import from
_logger     a run, begun and ended by calls
_finder     questions; _found (what they give), _place (where a config says the store is)
"""
