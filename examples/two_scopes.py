"""Two scopes in one program, as schemas/two_scopes/ says: each has an `lr`, and they never meet.

- `python examples/two_scopes.py`: the default views
- `python examples/two_scopes.py small`: the view of this name in both scopes
- `python examples/two_scopes.py model.lr=0.2 data.small`: words for one scope each
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # generated/ stands beside this folder

import ato.config
from generated.data import DataConfig
from generated.data import compose as compose_data
from generated.model import ModelConfig
from generated.model import compose as compose_model


def train(model: ModelConfig, data: DataConfig) -> None:
    """Say what would be trained."""
    print(f"{model.backbone} with lr {model.lr:g}")
    print(
        f"{data.fraction:.0%} of {data.dataset} at {data.image_size} pixels, augmentation with lr {data.lr:g}"
    )


def words_of(scope: str, words: list[str]) -> list[str]:
    """The words for a scope: those with its name in front, and those with no name of a scope in front."""
    mine = [word.removeprefix(f"{scope}.") for word in words]
    return [word for word in mine if not word.startswith(("model.", "data."))]


if __name__ == "__main__":
    words = sys.argv[1:]
    try:
        train(
            compose_model(overrides=words_of("model", words)),
            compose_data(overrides=words_of("data", words)),
        )
    except ato.config.ConfigError as error:
        sys.exit(f"{error}")
