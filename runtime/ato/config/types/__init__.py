"""Types, and how each reads a value: ``_types`` and ``_scalars``, ``_containers``, ``_variant``.

``_values`` tells kinds of values apart, ``_numbers`` reads numbers, ``_pattern`` matches texts in linear
time.
"""
