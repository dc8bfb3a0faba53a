"""How a question is settled: tried on all runs that matter where these are few, put to the solver where not.

``laboratory.py`` takes an ``inquiry.py`` and answers it; ``cases.py`` lists runs, ``experiment.py`` makes
them.
"""
