"""A program with structured configs, as Hydra's tutorial has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Optional

import hydra
from hydra.core.config_store import ConfigStore
from omegaconf import MISSING, DictConfig


class Level(Enum):
    """How much is told."""

    quiet = 0
    loud = 1


@dataclass
class Pool:
    """Connections that are kept open."""

    size: int = 5
    timeout: float = 30


@dataclass
class Database:
    """What every database has."""

    driver: str = MISSING
    host: str = "localhost"
    port: int = MISSING
    pool: Pool = field(default_factory=Pool)


@dataclass
class MySql(Database):
    """The database of most."""

    driver: str = "mysql"
    port: int = 3306


@dataclass
class PostgreSql(Database):
    """The database of some."""

    driver: str = "postgresql"
    port: int = 5432
    timeout: Optional[int] = 10


@dataclass
class Config:
    """The whole program."""

    defaults: list[Any] = field(default_factory=lambda: [{"db": "mysql"}, {"server": "small"}, "_self_"])
    db: Database = MISSING
    level: Level = Level.quiet
    retries: Optional[int] = None
    tags: list[str] = field(default_factory=lambda: ["dev"])
    weights: dict[str, float] = field(default_factory=dict)
    user: str = MISSING
    verbose: bool = False


store = ConfigStore.instance()
store.store(name="config", node=Config)
store.store(group="db", name="mysql", node=MySql)
store.store(group="db", name="postgresql", node=PostgreSql(host="db.example"))
store.store(group="server", name="plain", node={"port": 80, "name": "plain"})


@hydra.main(version_base=None, config_path="conf", config_name="config")
def main(config: DictConfig) -> None:
    """Show what was composed."""
    print(config)


if __name__ == "__main__":
    main()
