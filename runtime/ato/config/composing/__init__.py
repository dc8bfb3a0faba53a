"""From a selection of views to a config: ``_selection`` says which views, in which order; ``_compose`` runs.

``_drafts`` is the config under way, ``_record`` hears of each write; ``_joint`` and ``_across`` are scopes
that read each other, ``_asserts`` what must hold at the end, ``_absent`` what a variant lacks.
"""
