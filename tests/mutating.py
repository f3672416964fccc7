"""Mutation testing, by hand: small changes of the code, one at a time, which some test has to notice.

Needs mutmut, which is no dependency: `pip install mutmut==3.8.1`, then

    python -m tests.mutating NUMBER FOLDER [ROOM...]

The changes are those of mutmut, in all functions of the rooms, properties and class methods too. They are
tried in a random order, each as likely as the others, so that those tried at any moment are a fair sample.
One process collects the tests; each change is made in a fork of it, which runs the tests that reach the
changed line, those first that reach little else. What lives there is written into a copy of the project,
where a process of its own runs more of these tests with the profile dev. The folder keeps the copy, the
lines that each test reaches, and the results: a run that was stopped goes on from there.
docs/explanation/mutation-testing.md says what came of it.
"""

from __future__ import annotations

import argparse
import collections
import gc
import itertools
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import attrs
import coverage
import libcst as cst  # type: ignore[import-not-found,unused-ignore]
import pytest
from libcst import metadata  # type: ignore[import-not-found,unused-ignore]
from mutmut.mutation import file_mutation  # type: ignore[import-not-found,unused-ignore]
from mutmut.mutation.mutators import mutation_operators  # type: ignore[import-not-found,unused-ignore]
from mutmut.mutation.pragma_handling import IgnoredCode  # type: ignore[import-not-found,unused-ignore]

ROOT = Path(__file__).parent.parent
ROOMS = ("words", "form", "ledger", "index", "rules")
SEED = "the third sample, of 2026-11-28"
SECONDS = 6.0  # of tests for one change in a fork, as they took when they were traced
SECONDS_ALONE = 20.0  # of tests for one change in a process of its own
FOLDERS = ("rules", "tracker", "stores", "coding", "cli", "intake", "publication")
TESTS = ("tests/test_*.py", *(f"tests/{folder}" for folder in FOLDERS))
# what needs a shell, a browser or a server, or is slow and reaches little of its own
LEFT_OUT = (
    "page",
    "pictures",
    "nothing_runs",
    "right_to_left",
    "notebook",
    "sheet",
    "terminal",
    "watch",
    "assistant",
    "help",
    "map",
    "docs",
    "span",
    "paths",
    "pivots",
    "postgres",
    "survival",
)


@attrs.frozen
class Mutant:
    """A change: its file, its lines, and the source with it."""

    id: str
    file: str
    kind: str
    lines: range
    source: str


# What is changed


class _Changes(file_mutation.MutationVisitor):  # type: ignore[misc,unused-ignore]
    """The changes of mutmut, also in functions with decorators, which it leaves out."""

    def _skip_node_and_children(self, node: Any) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return node.name.value in file_mutation.NEVER_MUTATE_FUNCTION_NAMES
        return isinstance(node, cst.Decorator) or super()._skip_node_and_children(node)

    def _create_mutations(self, node: Any) -> None:
        function = self.get_metadata(file_mutation.OuterFunctionProvider, node, None)
        if not isinstance(function, cst.FunctionDef):
            return
        where = self._lines(node, function)
        for type, operator in self._operators:
            if isinstance(node, type):
                kind = operator.__name__.removeprefix("operator_")
                self.mutations += [(kind, node, changed, where) for changed in operator(node)]

    def _lines(self, node: Any, function: cst.FunctionDef) -> range:
        """Return the lines of a node; those of a default go on to where the function first does something."""
        where = self.get_metadata(metadata.PositionProvider, node)
        statements = [self.get_metadata(metadata.PositionProvider, each) for each in function.body.body]
        first = statements[1 if function.get_docstring() is not None and len(statements) > 1 else 0]
        last = where.end.line if where.start.line >= statements[0].start.line else first.end.line
        return range(where.start.line, last + 1)


def sample(rooms: Iterable[str], number: int) -> list[Mutant]:
    """Return so many of the possible changes of the rooms, in a random order."""
    possible = []
    for path in sorted(path for room in rooms for path in Path("peacetrack", room).glob("*.py")):
        visitor = _Changes(mutation_operators, IgnoredCode(set(), set(), set()), None)
        module = metadata.MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8"))).visit(visitor)
        possible += [(path, module, n, change) for n, change in enumerate(visitor.mutations)]
    sys.stdout.write(f"{len(possible)} changes are possible\n")
    drawn = random.Random(SEED).sample(possible, number)
    return [_mutant(path, module, n, change) for path, module, n, change in drawn]


def _mutant(path: Path, module: Any, number: int, change: Any) -> Mutant:
    kind, node, changed, lines = change
    name = f"{path.parent.name}/{path.stem}.{number}"
    return Mutant(name, str(path), kind, lines, module.deep_replace(node, changed).code)


# Which test reaches what


class Traced:
    """A plugin that notes the lines and the seconds of each test."""

    def __init__(self) -> None:
        include = [str(ROOT / "peacetrack" / room / "*") for room in ROOMS]
        self.coverage = coverage.Coverage(data_file=None, config_file=False, include=include)
        self.seconds: dict[str, float] = {}
        self.left_out: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Trace one test."""
        self.coverage.switch_context(item.nodeid)
        began = time.process_time()
        yield
        self.seconds[item.nodeid] = time.process_time() - began

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Leave out a test that fails or is skipped without any change."""
        if not report.passed:
            self.left_out.add(report.nodeid)

    def write(self, path: Path) -> None:
        """Write what was noted."""
        data, lines = self.coverage.get_data(), collections.defaultdict[str, dict[int, list[str]]](dict)
        for file in data.measured_files():
            for line, tests in data.contexts_by_lineno(file).items():
                lines[os.path.relpath(file, ROOT)][line] = sorted(
                    {*tests} & self.seconds.keys() - self.left_out
                )
        path.write_text(json.dumps({"seconds": self.seconds, "lines": lines}))


def reach(path: Path) -> None:
    """Run the tests once, traced, in this process."""
    plugin = Traced()
    plugin.coverage.start()
    pytest.main(["-q", "-p", "no:cacheprovider", *_selected()], plugins=[plugin])
    plugin.coverage.stop()
    plugin.write(path)


def _selected() -> list[str]:
    found = [str(path.relative_to(ROOT)) for pattern in TESTS for path in sorted(ROOT.glob(pattern))]
    slow = tuple(f"test_{name}" for name in LEFT_OUT)
    files = [
        each for name in found for each in (Path(name).glob("test_*.py") if "." not in name else [Path(name)])
    ]
    return [str(file) for file in files if not file.name.startswith(slow)]


# In forks of one process


class Forks:
    """A plugin that runs, instead of all tests, those of each change in a fork with it."""

    def __init__(
        self, mutants: Iterable[Mutant], reached: dict[str, Any], told: Callable[[Mutant, str], None]
    ) -> None:
        self.mutants, self.told = mutants, told
        self.seconds, self.lines = reached["seconds"], reached["lines"]
        lines = itertools.chain.from_iterable(by_line.values() for by_line in self.lines.values())
        self.breadth = collections.Counter(itertools.chain.from_iterable(lines))
        self.live = collections.defaultdict[Any, list[FunctionType]](list)
        self.failed = False

    def pytest_collection(self) -> None:
        """Let no failing property shrink; pytest has to import hypothesis itself."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("found", settings.get_profile("coverage"), phases=phases, database=None)
        settings.load_profile("found")

    @pytest.hookimpl(tryfirst=True)  # tests/conftest.py hides objects from the collector
    def pytest_collection_finish(self) -> None:
        """Note the functions of the library."""
        for function in gc.get_objects():
            if isinstance(function, FunctionType):
                self.live[_key(function.__code__)].append(function)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests of each change."""
        items = {item.nodeid: item for item in session.items}
        for mutant in self.mutants:
            changed = self._changed(mutant)
            tests = [items[test] for test in self.tests_of(mutant) if test in items]
            self.told(mutant, self._forked(changed, tests) if changed and tests else "lived")
        return True

    def tests_of(self, mutant: Mutant, most: float = SECONDS) -> list[str]:
        """Return the tests that reach a change, those first that reach little else."""
        reaching = {
            test for line in mutant.lines for test in self.lines.get(mutant.file, {}).get(str(line), ())
        }
        found, total = [], 0.0
        for test in sorted(reaching, key=self.breadth.__getitem__):
            if total + self.seconds[test] < most:
                total += self.seconds[test]
                found.append(test)
        return found

    def one_of_each_file(self) -> list[str]:
        """Return the fastest test of each file, for a change that is made while modules are imported."""
        slowest_first = sorted(self.seconds, key=self.seconds.__getitem__, reverse=True)
        return list({test.partition("::")[0]: test for test in slowest_first}.values())

    def _changed(self, mutant: Mutant) -> dict[Any, CodeType]:
        path = ROOT / mutant.file
        before = {
            _key(code): code for code in _codes(compile(path.read_text(encoding="utf-8"), path, "exec"))
        }
        after = {_key(code): code for code in _codes(compile(mutant.source, path, "exec"))}
        return {
            key: code
            for key, code in after.items()
            if key in before and key in self.live and _content(code) != _content(before[key])
        }

    def _forked(self, changed: dict[Any, CodeType], tests: list[pytest.Item]) -> str:
        child = os.fork()
        if child == 0:
            try:
                self._run_changed(changed, tests)
            finally:
                os._exit(1 if self.failed else 0)
        for _ in range(12000):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return "lived" if status == 0 else "killed" if os.WIFEXITED(status) else "ran out of time"
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "ran out of time"

    def _run_changed(self, changed: dict[Any, CodeType], tests: list[pytest.Item]) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (30, 31))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        self.failed = True  # where what follows never comes to its end
        for key, code in changed.items():
            for function in self.live[key]:
                function.__code__ = code
        self.failed = False
        for item, following in zip(tests, [*tests[1:], None], strict=True):
            if not self.failed:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _key(code: CodeType) -> tuple[str, str, int]:
    return str(code.co_filename), code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _content(code: CodeType) -> object:
    constants = [_content(c) if isinstance(c, CodeType) else (type(c), repr(c)) for c in code.co_consts]
    return code.co_code, code.co_names, code.co_varnames, constants


# In a process of its own


def result_alone(mutant: Mutant, tests: list[str], copy: Path) -> str:
    """Return what comes of a change that is written into a copy of the project, with its tests there."""
    path = copy / mutant.file
    path.write_text(mutant.source, encoding="utf-8")
    environment = os.environ | {
        "HYPOTHESIS_PROFILE": "dev",
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        run = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=1500, check=False
        )
    except subprocess.TimeoutExpired:
        return "ran out of time"
    finally:
        path.write_text((ROOT / mutant.file).read_text(encoding="utf-8"), encoding="utf-8")
    return "killed" if run.returncode else "lived"


# The run


class Run:
    """A run of a sample, with a folder that keeps what came of each change."""

    def __init__(self, folder: Path, mutants: list[Mutant]) -> None:
        self.copy, self.reach, self.results = folder / "copy", folder / "reach.json", folder / "results.jsonl"
        if not self.reach.exists():
            shutil.copytree(ROOT, self.copy, ignore=shutil.ignore_patterns("__pycache__", ".git", ".*_cache"))
            _in_a_fork(reach, self.reach)
        self.results.touch()
        tried = [json.loads(line) for line in self.results.read_text().splitlines()]
        self.counted = collections.Counter(row["result"] for row in tried)
        left = [mutant for mutant in mutants if mutant.id not in {row["id"] for row in tried}]
        self.forks = Forks(left, json.loads(self.reach.read_text()), self.note)

    def note(self, mutant: Mutant, result: str) -> None:
        """Try again alone what lived, and write down and print what came of it."""
        if result == "lived":
            tests = self.forks.tests_of(mutant, SECONDS_ALONE)
            result = result_alone(mutant, tests or self.forks.one_of_each_file(), self.copy)
        row = {"id": mutant.id, "line": mutant.lines.start, "kind": mutant.kind, "result": result}
        with self.results.open("a") as file:
            file.write(json.dumps(row) + "\n")
        self.counted[result] += 1
        told = ", ".join(f"{number} {result}" for result, number in sorted(self.counted.items()))
        sys.stdout.write(f"{mutant.id} {mutant.file}:{mutant.lines.start} {mutant.kind} {result}; {told}\n")
        sys.stdout.flush()


def _in_a_fork(work: Callable[[Path], None], path: Path) -> None:
    if (child := os.fork()) == 0:
        work(path)
        os._exit(0)
    os.waitpid(child, 0)


def main() -> None:
    """Draw, run, and print what comes of each change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("rooms", nargs="*", default=ROOMS)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {"HYPOTHESIS_PROFILE": "coverage", "REFUSALS": "compare"}
    run = Run(asked.folder.resolve(), sample(asked.rooms, asked.number))
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *_selected()], plugins=[run.forks])


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
