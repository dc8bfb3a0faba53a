"""Configs as files: ``_files`` reads them (``_yaml_values``, ``_sdn_values``), ``_print`` writes them.

``_plain`` gives a config as plain values, with secrets covered; ``_yaml_text`` and ``_toml_text`` write
these, and ``_replace_file`` puts a file in the place of another, whole or not at all.
"""
