"""Where a program runs: Python, packages, git, machine, switches that change results, with secrets covered.

``_environment`` puts together what ``_packages``, ``_git``, ``_hardware``, ``_container`` (what a process may
have of that) and ``_switches`` (flags and seeds) find; ``_tools`` asks programs, which may hang; ``_masks``
knows what a secret is, and covers it.
"""
