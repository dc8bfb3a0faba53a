"""Where the logic of a function, method, lambda or class is found.

``_file`` reads and keeps the files, ``_find`` finds a definition in them, ``_decorators`` says which of its
decorators count, ``_text`` puts these together. ``_loaded`` says whether a file still is what runs, ``_body``
and ``_attributes`` what a class says of itself and of what its objects hold; ``_bytecode`` reads what has no
source.
"""
