"""The runtime of atoc: what generated configs, and the programs on them, run on.

Each room is a package of its own; ``import ato`` loads none of them.
"""

__version__ = "0.1.0"
