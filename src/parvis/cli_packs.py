"""The commands about packs of rules that others publish: `parvis packs …`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import App, Parameter

from parvis.core.errors import ConfigError
from parvis.terminal import ConfigFile, DataFolder, find_square

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from parvis.rulebook.shelf import Shelf, Subscribed

packs_app = App(name="packs", help="Packs of lists and rules: those you subscribe to, and those you publish.")
FROM = Annotated[
    str, Parameter(help="A file, or an address that begins with https://. Its signature lies beside it: .sig")
]
KEY_MODE = 0o600


@packs_app.command(name="add")
def add_pack(
    where: FROM,
    *,
    signed_by: Annotated[str, Parameter(help="Its publisher's key, ed25519:…, as they gave it to you.")],
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Subscribe to a pack. Its rules only watch until two of you let them act; a running server has it within a second.

    Example: `parvis packs add https://asso.example/hate.toml --signed-by ed25519:…`
    """
    shelf = _shelf(config, data)
    _tell(_put(shelf, where, signed_by))


@packs_app.command(name="update")
def update_packs(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """Look for the next version of every pack that came from an address. Meant for a timer.

    Example: `parvis packs update`
    """
    shelf = _shelf(config, data)
    faults = []
    for one in shelf.read():
        if one.kept.url:
            try:
                fresh = _put(shelf, one.kept.url, one.kept.trusted)
            except ConfigError as fault:
                faults += [f"{one.name}: {line}" for line in fault.faults]
            else:
                changed = fresh.pack.version != one.pack.version
                print(f"{one.name}: {one.pack.version}" + (f" → {fresh.pack.version}" if changed else ", the newest"))
    faults += [f"{name}: {why}" for name, why in shelf.faults.items()]
    if faults:
        raise ConfigError(faults)


@packs_app.command(name="list")
def list_packs(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """Show the packs you subscribe to, and whom you trust for each.

    Example: `parvis packs list`
    """
    shelf = _shelf(config, data)
    for one in shelf.read():
        _tell(one)
    for name, why in shelf.faults.items():
        print(f"{name}: left out. {why}")


@packs_app.command(name="remove")
def remove_pack(name: str, *, config: ConfigFile = None, data: DataFolder = None) -> None:
    """End a subscription.

    Example: `parvis packs remove asso.hate`
    """
    if not _shelf(config, data).remove(name):
        raise ConfigError([f"There is no pack {name} here. parvis packs list shows those there are."])
    print(f"{name}: removed.")


@packs_app.command(name="sign")
def sign_pack(
    file: Annotated[Path, Parameter(help="The pack; it is tried first, with all its tests.")],
    *,
    key: Annotated[Path, Parameter(help="The file of your key; made when it is not there. Keep it to yourselves.")],
) -> None:
    """Sign a pack you publish: writes FILE.sig, and shows the key that others are to trust.

    Example: `parvis packs sign hate.toml --key pack.key`
    """
    from parvis.guard.matching import BadPattern
    from parvis.guard.rules import BadPack, read_pack
    from parvis.guard.signed import sign
    from parvis.guard.trial import failed_tests

    data = _read(file)
    try:
        faults = failed_tests([read_pack(data)])
    except (BadPack, BadPattern) as fault:
        raise ConfigError([f"{file}: {fault}"]) from fault
    if faults:
        raise ConfigError(faults)
    signature = sign(_key(key), data)
    file.with_name(file.name + ".sig").write_bytes(msgspec.json.encode(signature) + b"\n")
    print(f"{file.name}.sig is written. Others subscribe with: --signed-by {signature.key}")


@packs_app.command(name="export")
def export_terms(file: Annotated[Path, Parameter(help="A pack.")]) -> None:
    """Show a pack's terms as events of a Matrix policy list (MSC2313), in JSON. Patterns stay: they are no globs.

    Example: `parvis packs export hate.toml > events.json`
    """
    from parvis.guard.policy_lists import given
    from parvis.guard.rules import BadPack, read_pack

    try:
        events = given(read_pack(_read(file)))
    except BadPack as fault:
        raise ConfigError([f"{file}: {fault}"]) from fault
    print(msgspec.json.format(msgspec.json.encode(events), indent=2).decode())


@packs_app.command(name="import")
def import_events(
    file: Annotated[Path, Parameter(help="JSON: a list of state events, as a Matrix server hands a room's state out.")],
    *,
    name: Annotated[str, Parameter(help="What the list is to be called: small letters, digits, _.")],
) -> None:
    """Show a Matrix policy list (MSC2313) as a list of a pack, for you to look through and put into one of yours.

    Example: `parvis packs import events.json --name policy_words >> my-pack.toml`
    """
    from parvis.guard.policy_lists import read_events, taken
    from parvis.guard.rules import LIST_ID, BadPack

    if not LIST_ID.fullmatch(name):
        raise ConfigError([f"{name} is no name of a list: small letters, digits and _."])
    try:
        print(taken(read_events(_read(file)), name), end="")
    except BadPack as fault:
        raise ConfigError([f"{file}: {fault}"]) from fault


def _shelf(config: Path | None, data: Path | None) -> Shelf:
    from parvis.rulebook.shelf import FOLDER, Shelf

    return Shelf(find_square(config, data)[1] / FOLDER)


def _put(shelf: Shelf, where: str, trusted: str) -> Subscribed:
    from parvis.guard.edition import Edition, shipped
    from parvis.guard.matching import BadPattern
    from parvis.guard.remote import fetch
    from parvis.guard.rules import BadPack, read_pack
    from parvis.guard.signed import read_signature
    from parvis.rulebook.shelf import PACK_MAX

    url = where if "://" in where else ""
    try:
        pack = fetch(url, PACK_MAX) if url else _read(Path(where))
        signature = read_signature(fetch(url + ".sig", 4_000) if url else _read(Path(where + ".sig")))
        found = read_pack(pack)
        others = [one.pack for one in shelf.read() if one.pack.pack != found.pack]
        Edition([*shipped(), *others, found])
        return shelf.put(pack, signature, trusted, url)
    except (BadPack, BadPattern) as fault:
        raise ConfigError([str(fault)]) from fault


def _key(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as Key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

    if not path.exists():
        path.touch(KEY_MODE)
        path.write_bytes(Key.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        key = load_pem_private_key(_read(path), password=None)
    except ValueError as fault:
        raise ConfigError([f"{path} holds no key: {fault}."]) from fault
    if not isinstance(key, Key):
        raise ConfigError([f"{path} holds a key of another kind; packs are signed with Ed25519."])
    return key


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise ConfigError([f"{path} cannot be read: {fault.strerror}."]) from fault


def _tell(one: Subscribed) -> None:
    rules, lists = len(one.pack.rules), len(one.pack.lists)
    print(f"{one.name} {one.pack.version}: {rules} rules, {lists} lists, by {one.kept.trusted}"
          + (f", from {one.kept.url}" if one.kept.url else ""))  # fmt: skip
