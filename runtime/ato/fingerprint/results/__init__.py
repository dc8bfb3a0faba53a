"""What calls gave back: one digest for equal values, wherever and however they lie in memory.

values     _output (any value), _leaves (those without parts), _fields (those with named parts)
libraries  _arrays (numpy), _tensors (torch), _frames (pandas, polars, Pillow, scipy): never imported here
tolerance  _grid
calls      _runtime (the decorator, and who listens), _series (where two runs part)
"""
