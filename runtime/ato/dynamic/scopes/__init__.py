"""``Scope``: functions as views, applied in the order that ``ato.config`` gives.

``_scope`` and ``_multi`` are what people have, ``_entry`` runs a program on them. ``_view`` is one view,
``_phases`` and ``_apply`` run those that are active, ``_static`` reads what needs no run. Lazy blocks are
``_block``, ``_lazy`` and ``_standing``.
"""
