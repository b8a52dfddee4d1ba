"""Makes a fresh clone ready with nothing but Python 3.11: packages, bundles, then what was asked.

    python3 tools/setup.py            # what running needs
    python3 tools/setup.py --dev      # and what testing and checking need

Each step remembers what it was made from and is skipped while that has not changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
BUNDLES = ROOT / "src" / "qingshe" / "web" / "static" / "web"
FONTS = ROOT / "src" / "qingshe" / "foundation" / "documents" / "fonts"
OLDEST_NODE = 18


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before anything is installed
        sys.exit("需要 Python 3.11 或更高版本：apt-get install python3 python3-venv")
    os.chdir(ROOT)
    dev = "--dev" in sys.argv[1:]
    make_environment()
    install(dev=dev)
    build_bundles()
    lay_fonts()


def make_environment() -> None:
    if PYTHON.exists():
        return
    tell("建立 Python 环境 .venv")
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
    if made.returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    sys.exit(f"建不了 Python 环境，请先安装：apt-get install python3-venv\n{made.stdout.strip()}")


def install(*, dev: bool) -> None:
    """Install the locked packages, by uv where it can be had, by pip otherwise."""
    lock = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    wanted = digest(lock, ROOT / "pyproject.toml")
    stamp = VENV / "installed.txt"
    if stamp.exists() and wanted in stamp.read_text(encoding="utf-8").split():
        return
    tell(f"安装依赖（{lock.name}，逐个核对摘要）")
    pip = installer()
    run(*pip, "--require-hashes", "-r", lock)
    run(*pip, "--no-deps", "--editable", ROOT)
    # The locks of running are contained in those of testing, so both stay valid.
    done = {wanted, digest(ROOT / "requirements.txt", ROOT / "pyproject.toml")}
    stamp.write_text("\n".join(sorted(done)), encoding="utf-8")


def installer() -> list[str | Path]:
    pip: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    fast = subprocess.run([*pip, "uv"], capture_output=True)
    if fast.returncode == 0:
        return [BIN / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    return pip


def build_bundles() -> None:
    """Bundle styles and scripts; a release carries them, so a city's server never comes here."""
    sources = [ROOT / "package-lock.json", ROOT / "package.json", *sorted(ROOT.glob("assets/*"))]
    wanted = digest(*sources)
    stamp = BUNDLES / "made-from.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    npm = find_npm()
    environment = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}"}
    tell("安装界面库并打包（npm）")
    quiet = ["--silent", "--no-audit", "--no-fund", "--fetch-retries=1"]
    run(npm, "ci", *quiet, env=environment)
    run(npm, "run", "build", "--silent", env=environment)
    stamp.write_text(wanted, encoding="utf-8")


def lay_fonts() -> None:
    """Put the faces of papers where they are read; a release carries them like the bundles."""
    lock, maker = ROOT / "requirements-fonts.txt", ROOT / "tools" / "fonts.py"
    wanted = digest(lock, maker, ROOT / "package-lock.json")
    stamp = FONTS / "made-from.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    tell("取得文书字体")
    loaded = ROOT / "build" / "fonts"
    run(*installer(), "--no-deps", "--require-hashes", "--target", loaded, "-r", lock)
    run(PYTHON, maker, loaded)
    shutil.rmtree(loaded)
    stamp.write_text(wanted, encoding="utf-8")


def find_npm() -> Path:
    """The machine's own Node when it is new enough, else the one packed for Python."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        if int(version.strip().lstrip("v").split(".")[0] or 0) >= OLDEST_NODE:
            return Path(npm)
    packed = BIN / "npm"
    if not packed.exists():
        tell("本机没有 Node，改用 Python 包里的 Node")
        run(*installer(), "--require-hashes", "-r", ROOT / "requirements-node.txt")
    return packed


def digest(*files: Path) -> str:
    hasher = hashlib.sha256()
    for file in files:
        hasher.update(file.read_bytes())
    return hasher.hexdigest()


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(word) for word in command], env=env)
    if done.returncode:
        sys.exit(f"这一步没有成功：{' '.join(str(word) for word in command[:4])} …（见上面的报错）")


def tell(step: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {step}", flush=True)


if __name__ == "__main__":
    main()
