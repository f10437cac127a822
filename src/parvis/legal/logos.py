"""Authorities' logos as files: those somebody names, and those that lie ready in the data folder for the page."""

from __future__ import annotations

from pathlib import Path

from parvis.core.logos import SIZE_MAX, BadLogo, Logo, logo

SHELF = "logos"
"""The folder beside the database from which `/admin/closing` offers logos."""
ENDINGS = (".svg", ".png")
SHOWN_MAX = 40


def read(path: Path) -> Logo:
    """A logo from a file, made harmless; BadLogo with the reason when it is none."""
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_MAX + 1)
    except OSError as fault:
        raise BadLogo(f"cannot be read: {fault.strerror or fault}") from fault
    return logo(path.stem, content)


def on_the_shelf(folder: Path) -> list[tuple[str, Logo]]:
    """File names and logos that lie ready; what cannot be shown is left out."""
    found = []
    for path in sorted((folder / SHELF).glob("*"))[:SHOWN_MAX]:
        if path.suffix.lower() in ENDINGS and path.is_file():
            try:
                found.append((path.name, read(path)))
            except BadLogo:
                continue
    return found
