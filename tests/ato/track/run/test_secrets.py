"""No secret of a config or of the environment is written down, wherever it turns up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track.run._kinds import Kinds
from ato.track.run._secrets import Cover, secrets_in

if TYPE_CHECKING:
    from pathlib import Path

WORD = "hunter2-and-more"


def test_nothing_of_a_run_holds_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import sys

    monkeypatch.setattr(sys, "argv", ["train.py", f"db.url=postgres://me:{WORD}@host/db", f"x={WORD}"])
    monkeypatch.setenv("SOME_API_KEY", "key-of-the-environment")
    config = {
        "db": {"password": WORD, "url": f"postgres://me:{WORD}@host/db"},
        "servers": [{"name": "a", "api_key": "abc"}, [{"password": "short"}]],
        "passwords": ["one", "two"],
        "note": f"as {WORD}",
        "texts": ["plain", f"again {WORD}"],
        "env": "key-of-the-environment",
    }
    run = ato.run(config, name=f"n {WORD}", tags=[WORD], notes=WORD, group=WORD, store=tmp_path / "runs.db")
    run.log({f"loss {WORD}": 1.0, "x": 2.0})
    run.log({f"loss {WORD}": 3.0})
    run.summary.update({"told": {"deep": [f"{WORD} key-of-the-environment"]}})
    run.tag(f"more {WORD}")
    run.record("output", trace=f"t {WORD}", step=0, digest="00", rounded="", details=WORD, time=0.0)
    run.flush()
    journal = b"".join(file.read_bytes() for file in (tmp_path / "journal").iterdir())
    with pytest.raises(ValueError, match="2"), run:
        raise ValueError(f"2 {WORD}")
    with ato.track.open_store(tmp_path / "runs.db") as store:
        found = store.run(run.uid)
        assert found.reason == "ValueError: 2 ***"
        assert store.summary(run.uid)["loss ***"].count == 2
    for data in (journal, *(file.read_bytes() for file in tmp_path.glob("runs.db*"))):
        for secret in (WORD, "key-of-the-environment", '"abc"', '"short"', '"one"'):
            assert secret.encode() not in data


def test_a_field_that_is_secret_is_covered_elsewhere_too() -> None:
    pydantic = pytest.importorskip("pydantic")

    class Settings(pydantic.BaseModel):  # type: ignore[name-defined, misc]
        pin: pydantic.SecretStr

    assert secrets_in(Settings(pin=WORD)) == [WORD]
    assert Cover([WORD]).text(f"a {WORD}") == "a ***"


def test_a_name_that_only_counts_tokens_is_no_secret() -> None:
    value: Any = {"max_tokens": 7, "tokenizer": "bpe", "use_password": False, "password": 5}
    assert Cover().value("", value, Kinds()) == value


def test_a_long_list_of_texts_is_looked_at_at_once() -> None:
    texts = [f"file {number}" for number in range(1000)]
    assert Cover([WORD]).value("files", texts, Kinds()) is texts
    assert Cover([WORD]).value("files", [*texts, f"x{WORD}"], Kinds())[-1] == "x***"
