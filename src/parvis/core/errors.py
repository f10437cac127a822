"""What can go wrong, as one tree; a refusal, by contrast, is a value and lives with the verb that refuses.

ParvisError
├── ConfigError      the configuration cannot be used: exit status 2, one sentence per fault
├── Unavailable      something Parvis needs does not answer; nothing was done, trying again is right
│   ├── StoreUnavailable     the disk is full, read-only or gone; nothing was acknowledged
│   └── SealingUnavailable   there is no key to seal to; what must be sealed was not kept
└── Damaged          stored data does not prove what it should (ledger, head, backup)
"""

from __future__ import annotations


class ParvisError(Exception):
    """Root of what Parvis raises on purpose; its text is one clear sentence for a person."""


class ConfigError(ParvisError):
    """The configuration has faults; ``faults`` holds one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Unavailable(ParvisError):
    """Something needed does not answer; nothing was done."""


class StoreUnavailable(Unavailable):
    """The store refused a write or a read; nothing of it was acknowledged."""


class SealingUnavailable(Unavailable):
    """What may only be kept sealed cannot be sealed now, and so must not be kept at all."""


class Damaged(ParvisError):
    """Stored data fails its own proof."""
