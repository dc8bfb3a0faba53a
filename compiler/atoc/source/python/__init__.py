"""Python files with views of Ato, read as text and never run; loaded for a ``.py`` file alone.

the file      tree.py, names.py (what names stand for), given.py and imports.py (of other files), docs.py
a view        views.py is the entry; body.py reads a function line by line, branches.py its conditions,
              known.py and touched.py what holds on the way, values.py and texts.py what it writes
what is kept  parts.py and kinds.py (the result), shapes.py (structs), losses.py (writes that never win)
what is not   escapes.py: values that code elsewhere may change
"""
