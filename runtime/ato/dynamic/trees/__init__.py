"""``ADict``: a dict with attributes, which may be frozen, watched and missing a key until it is written.

``_dict`` is the plain one, ``_tree`` the one place that writes, ``_adict`` what people have; ``_chain`` and
``_missing`` are keys that are not there yet, ``_frozen`` and ``_watch`` who may write and who hears of it.
``_convert`` and ``_draft`` take in other values, ``_structure`` tells their shape.
"""
