"""Configs as files: YAML, TOML, JSON, Python and XYZ, with bases as MMEngine has them.

``_read_file`` and ``_write_file`` choose the format; ``_python_file`` reads what a file of Python assigns,
``_base_files`` and ``_base_words`` the bases of one, ``_hierarchy`` a folder of them. XYZ is read and written
by ``_xyz``, ``_xyz_words`` and ``_strings``; ``_errors`` says what is wrong, and where.
"""
