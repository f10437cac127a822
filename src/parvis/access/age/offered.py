"""The closed list of age methods, and which of them the operator offers."""

from __future__ import annotations

from parvis.access.age.methods import AgeMethod
from parvis.access.age.voucher import VoucherMethod
from parvis.core.config import Config

METHODS: dict[str, AgeMethod] = {method.name: method for method in (VoucherMethod(),)}
"""Every method there is; `parvis.core.config.AGE_METHODS` names the same ones."""


def offered(config: Config) -> list[AgeMethod]:
    """The configured methods, in the operator's order."""
    return [METHODS[name] for name in config.age.methods]
