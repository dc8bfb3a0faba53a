"""Two scopes in one program, as schemas/two_scopes/ says: each has an `lr`, and `model` reads `data`.

- `python examples/two_scopes.py`: the default views
- `python examples/two_scopes.py small`: the view of this name in both scopes
- `python examples/two_scopes.py model.lr=0.2 data.small`: words for one scope each
- `python examples/two_scopes.py dataset=imagenet`: a key that one scope has alone needs no scope, and the
  network follows the data
- `python examples/two_scopes.py manual`: what there is to choose
- `python examples/two_scopes.py --explain lr model.small`: who sets `lr` in either scope, and why
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # generated/ stands beside this folder

from generated import main
from generated.data import DataConfig
from generated.model import ModelConfig


@main
def train(model: ModelConfig, data: DataConfig) -> None:
    """Say what would be trained."""
    network = f"{model.outputs} outputs, patches of {model.patch} pixels"
    print(f"{model.backbone} with lr {model.lr:g}: {network}")
    print(
        f"{data.fraction:.0%} of {data.dataset} at {data.image_size} pixels, augmentation with lr {data.lr:g}"
    )


if __name__ == "__main__":
    train()
