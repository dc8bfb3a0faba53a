"""How much a fact of the surroundings weighs: how likely it is that results hang on it.

The first line that fits says the weight. What computes comes first (frameworks, the libraries below them, the
card and its driver), then what is told to compute otherwise (flags, variables), then the language and the
machine; packages that nobody is known to use come last but for those that say where something lies. A package
that a traced function uses weighs as much as a framework.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

WEIGHTS = (
    ("packages", "torch", 100),
    ("packages", "jax*", 100),
    ("packages", "tensorflow*", 100),
    ("packages", "flax", 98),
    ("packages", "lightning*", 96),
    ("packages", "pytorch-lightning", 96),
    ("packages", "numpy", 95),
    ("libraries", "*", 94),
    ("packages", "nvidia-*", 93),
    ("packages", "triton", 92),
    ("hardware", "driver", 90),
    ("hardware", "cards", 90),
    ("packages", "scipy", 88),
    ("packages", "scikit-learn", 88),
    ("packages", "pandas", 86),
    ("packages", "transformers", 86),
    ("packages", "accelerate", 86),
    ("packages", "datasets", 84),
    ("packages", "tokenizers", 84),
    ("packages", "torch*", 84),
    ("packages", "timm", 84),
    ("packages", "pillow", 82),
    ("packages", "opencv*", 82),
    ("flags", "torch.*threads", 60),
    ("flags", "python.hash_randomization", 40),
    ("flags", "*", 80),
    ("variables", "*THREADS", 60),
    ("variables", "PYTHONPATH", 15),
    ("variables", "CUDA_VISIBLE_DEVICES", 50),
    ("variables", "L*", 25),
    ("variables", "TZ", 25),
    ("variables", "*", 78),
    ("python", "version", 70),
    ("python", "*", 35),
    ("platform", "*", 50),
    ("hardware", "processor", 45),
    ("packages", "*", 30),
    ("hardware", "*", 20),
    ("place", "*", 1),
    ("*", "*", 10),
)
"""Group, name and weight; ``*`` stands for any text."""
USED = 97
"""The weight of a package that a traced function is known to use, at least."""


def weight_of(group: str, name: str) -> int:
    """The weight of a fact."""
    return next(
        weight
        for known, pattern, weight in WEIGHTS
        if fnmatchcase(group, known) and fnmatchcase(name, pattern)
    )
