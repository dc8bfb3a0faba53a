"""What calls gave back: one digest for equal values, wherever and however they lie in memory.

``_output`` encodes any value, ``_arrays`` and ``_tensors`` those of numpy and torch (which are never imported
here), ``_grid`` rounds up to a tolerance; ``_runtime`` is the decorator and tells who listens, ``_series``
finds where two runs part.
"""
