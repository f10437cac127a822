"""Setting something by a page: judged with everything it must fit to, kept whole or not at all, written in the log."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from parvis.access.means import Means
from parvis.access.staff import refused
from parvis.core import chosen
from parvis.core.chosen import Written
from parvis.core.config import Config, faults_of
from parvis.core.staff import Act, Staff, may
from parvis.core.verdict import Finding
from parvis.store import chosen as stored
from parvis.store.chosen import Change
from parvis.store.writer import Tx


class Misfits(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing was kept: the settings whose values do not fit."""

    names: list[str]


async def wanted(means: Means, written: Written) -> Config:
    """What file and pages say together. ConfigError when they do not fit to each other."""
    return chosen.overlaid(written, await means.db.read(stored.in_force))


async def choose(means: Means, written: Written, by: Staff, values: Mapping[str, object]) -> Config | Misfits | Finding:
    """Set all of these, or none; the configuration that comes of it. What the file says is not for pages to change."""
    if not may(by, Act.KEEP_HOUSE):
        return refused("refuse-staff-right")
    if any(name not in chosen.SETTABLE or name in written.lines for name in values):
        return refused("admin-file-wins")
    now = means.clock.now()

    def work(tx: Tx) -> Config | Misfits:
        before = chosen.overlaid(written, stored.in_force(tx.conn))
        after, misfits = _with(before, values)
        if misfits:
            return Misfits(names=misfits)
        for name in values:
            was, value = chosen.said(before, name), chosen.said(after, name)
            if was != value:
                stored.add(tx, Change(name=name, was=was, value=value, at=now, by=by.id))
        return after

    return await means.db.write(work)


def _with(before: Config, values: Mapping[str, object]) -> tuple[Config, list[str]]:
    """The configuration with these values, and the settings that do not fit."""
    after, misfits = before, list[str]()
    for name, value in values.items():
        try:
            after = chosen.put(after, name, value)
        except msgspec.ValidationError:
            misfits.append(name)
    misfits += [chosen.place_of(fault) for fault in faults_of(after)]
    return after, list(dict.fromkeys(misfits))
