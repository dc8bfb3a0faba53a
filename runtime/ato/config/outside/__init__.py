"""What comes from outside: ``_request`` gathers command line, environment and files into one selection.

``_overrides`` reads ``key=value`` (``_flow``: lists and mappings in brackets), ``_environment`` variables;
``_outside`` turns what was given into values, ``_places`` finds the fields it is for.
"""
