"""The privacy page says who else reads what people write."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from house import open_doors
from parvis.core.config import Config


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://model.example.org/v1/moderations", True),
        ("http://127.0.0.1:8000/v1/moderations", False),
        ("", False),
    ],
)
async def test_a_model_on_another_machine_is_named_to_everybody(tmp_path: Path, url: str, named: bool) -> None:
    def asking(config: Config) -> Config:
        model = msgspec.structs.replace(config.model, url=url, name="words", version="1")
        return msgspec.structs.replace(config, model=model)

    async with open_doors(tmp_path, demo=True, shape=asking) as doors, doors.client(**{"Accept-Language": "fr"}) as who:
        page = (await who.get("/privacy")).text
    assert ("Un modèle interrogé ailleurs" in page) is ("model.example.org" in page) is named
