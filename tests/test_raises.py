"""Public callables that raise an error of the library say which, under `Raises:`.

What a callable raises is read off its lines, and off those of the functions of the library that it calls by
name or on itself. An error that passes through an object, such as a store, is not seen.
"""

import ast
import inspect
import textwrap
from functools import cache
from pathlib import Path

import peacetrack as pt
from peacetrack import analysis, coding, content, errors, intake, publication, testing, view

ROOMS = (pt, analysis, coding, content, intake, publication, testing, view)
ERRORS = {
    name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)
}
DEPTH = 3
HOME = str(Path(pt.__file__).parent)


def public_callables():
    """Yield the name, the function and the class of each public function and method."""
    for room in ROOMS:
        for name in room.__all__:
            value = getattr(room, name)
            if inspect.isfunction(value):
                yield f"{room.__name__}.{name}", inspect.unwrap(value), None
            elif isinstance(value, type) and value.__module__.startswith("peacetrack"):
                for method, held in vars(value).items():
                    function = inspect.unwrap(getattr(held, "__func__", held))
                    if inspect.isfunction(function) and not method.startswith("_"):
                        yield f"{name}.{method}", function, value


@cache
def tree_of(function):
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def raised_by(function, cls, depth, seen):
    """Return the names of the errors that a function raises and does not catch."""
    if function in seen or not function.__code__.co_filename.startswith(HOME):
        return set()
    seen.add(function)
    nodes = list(ast.walk(tree_of(function)))
    calls = [node.exc for node in nodes if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    found = {name_of(call.func) for call in calls} & ERRORS
    for call in (node for node in nodes if isinstance(node, ast.Call) and depth):
        called, of = called_by(call.func, function, cls)
        if inspect.isfunction(called):
            found |= raised_by(called, of, depth - 1, seen)
    handlers = (node.type for node in nodes if isinstance(node, ast.ExceptHandler) and node.type)
    caught = {name_of(part) for handler in handlers for part in ast.walk(handler)}
    return set() if "PeacetrackError" in caught else found - caught


def called_by(node, function, cls):
    """Return the function of the library that a call names, with its class if it has one."""
    if isinstance(node, ast.Name):
        return inspect.unwrap(function.__globals__.get(node.id, len)), None
    of = node.value.id if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else None
    if of in ("self", "cls") and cls is not None:
        held = inspect.getattr_static(cls, node.attr, None)
        return getattr(held, "__func__", held), cls
    module = function.__globals__.get(of)
    return (getattr(module, node.attr, None) if inspect.ismodule(module) else None), None


def name_of(node):
    return getattr(node, "id", getattr(node, "attr", None))


def test_what_is_public_and_raises_says_its_errors():
    raising = [
        (name, depth, "Raises:" in (inspect.getdoc(function) or ""))
        for name, function, cls in public_callables()
        for depth in (0, DEPTH)
        if raised_by(function, cls, depth, set())
    ]
    silent = {name for name, depth, says in raising if depth == 0 and not says}
    assert not silent, "say under Raises: what these raise in their own lines"
    of_all = {name: says for name, depth, says in raising if depth == DEPTH}
    assert len(of_all) > 50
    assert sum(of_all.values()) >= 0.9 * len(of_all), [name for name, says in of_all.items() if not says]
