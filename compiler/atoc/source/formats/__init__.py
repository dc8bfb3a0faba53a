"""One reader a format, each from text to nodes with places: YAML, TOML, JSON, SDN.

YAML is read from events (``yaml_events.py``), TOML by scalars and tables of our own, JSON by its own grammar;
SDN is the tree of ``ato.sdn`` with spans. Their ``_errors`` say what each finds wrong.
"""
