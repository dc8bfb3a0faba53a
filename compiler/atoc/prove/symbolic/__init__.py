"""All runs of a scope as formulas, and the solver that decides them: what trying every case cannot.

``encoding.py`` is what a question sees. ``terms.py`` is what formulas are made of, ``codes.py`` numbers the
values, ``cells.py`` says what a field is; ``translate.py``, with ``numbers.py`` and ``tables.py``, turns
expressions into formulas, ``selections.py``, ``order.py``, ``knots.py`` and ``runs.py`` the phases of the
language; ``looks.py`` tells what an expression looks at on its way.
``solver.py`` alone knows z3; ``prover.py`` puts questions to it and ``smallest.py`` reads command lines off
its examples.
"""
