"""What a scope can say of its config afterwards: who wrote what, and why.

``_record`` hears of every write, ``_kept`` and ``_changes`` find what lists changed in place; ``_explain``
answers, ``_manual`` and ``_table`` print, ``_traces`` keeps fingerprints of functions and results.
"""
