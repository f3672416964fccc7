"""Build the sdist and the wheel, install the wheel outside the checkout, and run tests against it there.

    python .ci/wheel.py                             what a release needs at least: extras cli and testing
    python .ci/wheel.py --wide                      every extra, most of the suite
    python .ci/wheel.py --lowest                    the same with the lowest versions of pyproject.toml
    python .ci/wheel.py --wide --python python3.13  the same with another Python
    python .ci/wheel.py --wide --keep FOLDER        the same, the environment kept for the next time

Each prints the versions that it ran with.

The tests, seeds and docs are those of the sdist; its copy of the library is removed, so that tests find the
installed one.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NARROW = (
    "tests/cli/test_read.py", "tests/cli/test_ledger_file.py", "tests/briefing", "tests/test_page.py",
    "tests/test_pictures.py", "tests/test_seeds.py", "tests/test_laws.py", "tests/stores/test_proof.py",
    "-k", "not png",  # that is an extra of its own
)  # fmt: skip
WIDE = (
    "tests", "--ignore=tests/test_page_in_browser.py", "--ignore=tests/test_pictures_in_browser.py",
    "--ignore=tests/test_nothing_runs.py", "--ignore=tests/stores", "--ignore=tests/test_docs.py",
    "--ignore=tests/test_map.py", "--ignore=tests/test_paths.py",
)  # fmt: skip
BARE = """
import subprocess, sys, peacetrack as pt
assert sys.prefix in pt.__file__, pt.__file__
said = subprocess.run([sys.executable, "-m", "peacetrack"], capture_output=True, text=True)
assert (said.returncode, "peacetrack[cli]" in said.stderr) == (2, True), said
try:
    pt.testing.laws
except pt.errors.MissingExtraError as error:
    assert error.extra == "testing", error
talks = pt.open("seeds/berlin-2025-12")
pt.view.briefing(talks.state()).save("page.html")
talks.save("talks.jsonl")
with pt.open("talks.db") as kept:
    kept.extend(pt.open("talks.jsonl").entries())
    print(pt.__version__, "without an extra:", kept.verify(talks.checkpoint()).size, "entries proved")
"""

VERSIONS = """
import sys, importlib.metadata as metadata
here = {found.name.lower().replace("_", "-"): found.version for found in metadata.distributions()}
named = sorted(name for name in set(sys.argv[1:]) if name in here)
print("Python", sys.version.split()[0], "with", ", ".join(f"{name} {here[name]}" for name in named))
"""


def main() -> None:
    """Do all of it in a new folder, which is removed at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wide", action="store_true", help="every extra, most of the suite")
    parser.add_argument("--lowest", action="store_true", help="the lowest versions of dependencies; wide")
    parser.add_argument("--python", default=sys.executable, help="the Python of the new environment")
    parser.add_argument("--keep", type=Path, help="a folder for the environment, which is kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="peacetrack-wheel-") as folder:
        into = Path(folder)
        home = asked.keep or into / "env"
        if fresh := not (home / "bin").is_dir():
            run(asked.python, "-m", "venv", home)
        python = home / "bin" / "python"
        work, wheel = built(python, into)
        limits = into / "limits.txt"
        limits.write_text("\n".join(lowest() if asked.lowest else ()), encoding="utf-8")
        again = () if fresh else ("--force-reinstall", "--no-deps")  # the version is the same
        run(python, "-m", "pip", "install", "-q", "-c", limits, *again, wheel)
        if fresh:
            run(python, "-c", BARE, cwd=work)
        wide = asked.wide or asked.lowest
        needed = (
            [f"{wheel}[dev]"] if wide else [f"{wheel}[cli,postgres,testing]", "pytest"]
        )  # conftest reads the client
        run(python, "-m", "pip", "install", "-q", "-c", limits, *needed)
        run(python, "-c", VERSIONS, *(re.match(r"[\w-]+", line)[0] for line in dependencies()))
        run(home / "bin" / "peacetrack", "board", "seeds/berlin-2025-12", cwd=work)
        warnings = ["-W", "ignore"] if asked.lowest else []  # old versions warn of what they were to lose
        run(
            python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            *warnings,
            *(WIDE if wide else NARROW),
            cwd=work,
        )


def run(*command: object, cwd: Path = ROOT, tools: Path | None = None) -> None:
    """Run a command without the checkout on its path; end where it fails."""
    inherited = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    env = {**inherited, "HYPOTHESIS_PROFILE": "coverage", **({"PYTHONPATH": str(tools)} if tools else {})}
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=env, check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command[:4]))} ...")


def built(python: Path, into: Path) -> tuple[Path, Path]:
    """Return the folder of the unpacked sdist, and the wheel built of it once it holds the right files."""
    run(python, "-m", "pip", "install", "-q", "--target", into / "tools", "hatchling>=1.24")
    build = ("-m", "hatchling", "build", "-d", into / "dist", "-t")
    run(python, *build, "sdist", tools=into / "tools")
    (sdist,) = into.glob("dist/*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(into, filter="data")
    work = into / sdist.name.removesuffix(".tar.gz")
    run(python, *build, "wheel", cwd=work, tools=into / "tools")
    (wheel,) = into.glob("dist/*.whl")
    tracked = subprocess.run(
        ["git", "ls-files", "peacetrack"], cwd=ROOT, text=True, check=True, capture_output=True
    )
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    if wrong := names ^ set(tracked.stdout.split()):
        sys.exit(f"{wheel.name} and git differ: {sorted(wrong)}")
    for file in (sdist, wheel):
        print(file.name, f"{file.stat().st_size / 1000:,.0f} kB")
    shutil.rmtree(work / "peacetrack")  # tests have to find the installed one
    return work, wheel


def dependencies() -> list[str]:
    """Return what users may install, each with its lower bound."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    listed = [line for extra in extras if extra != "dev" for line in extras[extra]]
    return [line for line in (*project["dependencies"], *listed) if not line.startswith("peacetrack")]


def lowest() -> list[str]:
    """Return what users may install, each at its lower bound."""
    found = [re.fullmatch(r"([\w-]+)(?:\[\w+\])?>=([\w.]+)", line) for line in dependencies()]
    return [f"{bound[1]}=={bound[2]}" for bound in found if bound]


if __name__ == "__main__":
    main()
