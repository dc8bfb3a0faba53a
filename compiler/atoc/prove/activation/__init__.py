"""Which views are active and which of their writes win, on bit sets: no value is looked at.

``closure.py`` closes selections over chains, ``ladder.py`` ranks what may write a field, ``cone.py`` is all
that a field hangs on, ``orders.py`` the orders that ties leave open; ``witness.py`` looks for the smallest
selection.
"""
