"""The pages of the API, one a module: every public class and function, from its signature and docstring."""

from __future__ import annotations

import functools
import inspect
import re
import textwrap
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from types import ModuleType
from typing import Any

import attrs

import peacetrack as pt
from peacetrack import analysis, coding, content, errors, intake, publication, testing, view, warehouse
from tests.data import ROOT
from tests.docstring_ledger import SETUP

_HEAD = f"""# The API

Every public class and function, from its docstring, one page a module. `pt` is `import peacetrack as pt`.

{{modules}}

## The ledger of the examples

The examples assume this invented negotiation of two reports; each example has it fresh.

```python
{SETUP}```
"""

MODULES: dict[str, tuple[str, ModuleType]] = {
    "peacetrack": ("pt", pt),
    "peacetrack.analysis": ("analysis", analysis),
    "peacetrack.view": ("view", view),
    "peacetrack.content": ("content", content),
    "peacetrack.coding": ("pt.coding", coding),
    "peacetrack.intake": ("pt.intake", intake),
    "peacetrack.publication": ("pt.publication", publication),
    "peacetrack.warehouse": ("warehouse", warehouse),
    "peacetrack.testing": ("testing", testing),
    "peacetrack.testing.laws": ("laws", testing.laws),
    "peacetrack.testing.strategies": ("strategies", testing.strategies),
}
"""The modules, each with what examples call it."""

_WIDTH = 100
_SECTION = re.compile(r"^(Parameters|Returns|Raises|Yields|Attributes|Source):", re.MULTILINE)
_ITEM = re.compile(r"^ {4}(\*{0,2}\w[\w, .|*]*?):", re.MULTILINE)


def api_page() -> str:
    """Return the page that lists the others."""
    modules = [
        f"- [{title}](api/{page_name(title)}): {_first_sentence(module)}"
        for title, (_, module) in MODULES.items()
    ]
    return _HEAD.format(
        modules="\n".join([*modules, f"- [peacetrack.errors](api/errors.md): {_first_sentence(errors)}"])
    )


def page_name(title: str) -> str:
    """Return the name of the page of a module."""
    return f"{title.removeprefix('peacetrack.').replace('.', '-')}.md"


def _first_sentence(module: ModuleType) -> str:
    return " ".join((module.__doc__ or "").split("\n\n")[0].split())


def module_page(title: str) -> str:
    """Return the page of one module."""
    prefix, module = MODULES[title]
    names = _public(module)
    headings = [(name, f"{prefix}.{name}") for name in names]
    entries = "\n".join(
        block for name, heading in headings for block in _entry(heading, getattr(module, name))
    )
    anchors = _anchors(re.findall(r"^#+ (.*)", entries, re.MULTILINE))
    contents = ", ".join(f"[{name}](#{anchors[heading]})" for name, heading in headings)
    return f"# {title}\n\n{_markdown(module.__doc__ or '')}\n{contents}\n\n{entries}"


def _anchors(headings: Iterable[str]) -> dict[str, str]:
    """Return the anchor of each heading: lower case, without punctuation, numbered where one is there."""
    seen: Counter[str] = Counter()
    anchors: dict[str, str] = {}
    for heading in headings:
        anchor = re.sub(r"[^\w-]", "", heading.lower())
        anchors[heading] = f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor
        seen[anchor] += 1
    return anchors


def _public(module: ModuleType) -> list[str]:
    listed = getattr(module, "__all__", None) or [
        name
        for name, member in vars(module).items()
        if inspect.isroutine(member)
        and getattr(member, "__module__", "") == module.__name__
        and not name.startswith("_")
    ]
    return [name for name in listed if not inspect.ismodule(getattr(module, name))]


def _entry(name: str, thing: Any) -> Iterator[str]:
    if inspect.isclass(thing) and issubclass(thing, Enum):
        words = ", ".join(f"`{word.name}`" for word in thing)
        yield _block(name, "", f"{_markdown(_doc(thing))}\n{words}\n")
    elif inspect.isclass(thing) or inspect.isroutine(thing):
        yield _block(name, _signature(name, thing), _markdown(_doc(thing)))
    elif typing.get_origin(thing) is not None:
        yield _block(name, f"{name} = {_annotation(thing)}", "")
    elif isinstance(thing, str):
        yield _block(name, f"{name} = {thing!r}", "")
    else:
        yield _block(name, f"{name}: {type(thing).__name__}", "")
    if inspect.isclass(thing):
        for member, attribute in _members(thing):
            yield from _member(f"{name}.{member}", attribute)


def _members(cls: type) -> Iterator[tuple[str, Any]]:
    """Yield the public members of a class, and those it inherits within peacetrack."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.startswith("peacetrack"):
            found |= {name: it for name, it in vars(base).items() if not name.startswith("_")}
    for name, attribute in found.items():
        inner = getattr(attribute, "__func__", attribute)
        if inspect.isroutine(inner) or isinstance(inner, property | functools.cached_property):
            yield name, inner


def _member(name: str, attribute: Any) -> Iterator[str]:
    if isinstance(attribute, property | functools.cached_property):
        getter = attribute.fget if isinstance(attribute, property) else attribute.func
        given = getattr(getter, "__annotations__", {}).get("return", "")
        yield _block(name, f"{name}: {_annotation(given)}", _markdown(_doc(attribute)), level=3)
    elif not inspect.isbuiltin(attribute) and inspect.isfunction(inspect.unwrap(attribute)):
        yield _block(name, _signature(name, attribute), _markdown(_doc(attribute)), level=3)


def errors_page() -> str:
    """Return the page of the errors."""
    head, *_ = (errors.__doc__ or "").split("\n\n", 1)
    tree = textwrap.dedent((errors.__doc__ or "").split("\n\n", 1)[1])
    lines = [f"# peacetrack.errors\n\n{head}\n\n```text\n{tree.strip()}\n```\n"]
    for name, error in vars(errors).items():
        if inspect.isclass(error) and issubclass(error, errors.PeacetrackError):
            bases = ", ".join(base.__name__ for base in error.__bases__)
            signature = f"class {name}({bases})"
            lines.append(_block(f"pt.errors.{name}", signature, _markdown(_doc(error))))
    return "\n".join(lines)


def _block(name: str, signature: str, text: str, *, level: int = 2) -> str:
    code = f"```text\n{signature}\n```\n\n" if signature else ""
    return f"{'#' * level} {name}\n\n{code}{text}".rstrip("\n") + "\n"


def _doc(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "")


# Signatures


def _signature(name: str, thing: Callable[..., Any]) -> str:
    try:
        signature = inspect.signature(thing)
    except (TypeError, ValueError):
        return name
    bound = [name for name in ("self", "cls") if name in signature.parameters]
    own = {name for name in bound if signature.parameters[name].annotation is inspect.Parameter.empty}
    given = [p for p in signature.parameters.values() if p.name not in own and p.name[0] != "_"]
    parameters = list(_parameters(given))
    returned = signature.return_annotation
    none = inspect.isclass(thing) or returned is inspect.Signature.empty
    arrow = "" if none else f" -> {_annotation(returned)}"
    line = f"{name}({', '.join(parameters)}){arrow}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{name}(", *(f"    {parameter}," for parameter in parameters), f"){arrow}"])


def _parameters(parameters: list[inspect.Parameter]) -> Iterator[str]:
    keyword_only = False
    for parameter in parameters:
        if parameter.kind is parameter.VAR_POSITIONAL:
            keyword_only = True
        elif parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            yield "*"
        yield _parameter(parameter)


def _parameter(parameter: inspect.Parameter) -> str:
    text = str(parameter.replace(annotation=parameter.empty, default=parameter.empty))
    if parameter.annotation is not inspect.Parameter.empty:
        text += f": {_annotation(parameter.annotation)}"
    if parameter.default is not inspect.Parameter.empty:
        text += f" = {_default(parameter.default)}"
    return text


def _default(value: object) -> str:
    if isinstance(value, Enum) and value is not attrs.NOTHING:
        return f"{type(value).__name__}.{value.name!s}"
    if value is None or isinstance(value, bool | int | str | tuple):
        return repr(value)
    return "..."


def _annotation(hint: Any) -> str:
    text = hint if isinstance(hint, str) else inspect.formatannotation(hint)
    text = re.sub(r"ForwardRef\('(\w+)'\)", r"\1", text)
    text = re.sub(r"Optional\[(.*)\]", r"\1 | None", text)
    return re.sub(r"\b(?:peacetrack|typing|collections|datetime|pathlib|hypothesis)\.(?:\w+\.)*", "", text)


# Docstrings


def _markdown(docstring: str) -> str:
    """Return a docstring as Markdown: examples fenced, parameters and errors as lists."""
    blocks = re.split(r"\n\s*\n", inspect.cleandoc(docstring))
    text = "\n\n".join(map(_block_of_docstring, blocks)).strip() + "\n"
    return _RULE.sub(lambda found: f"[{found[0]}](../rules.md#{_rules()[found[1]]})", text)


_RULE = re.compile(r"\brule (\d+)\b")


@functools.cache
def _rules() -> dict[str, str]:
    """Return the anchor of each rule, by its number."""
    page = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\d+)(\. .*)", page, re.MULTILINE)
    return {
        number: re.sub(r"[^\w -]", "", number + text).lower().replace(" ", "-") for number, text in headings
    }


def _block_of_docstring(block: str) -> str:
    if block.startswith(">>>"):
        return f"```pycon\n{block}\n```"
    if block.startswith("    "):
        return f"```text\n{textwrap.dedent(block)}\n```"
    if not _SECTION.match(block):
        return block
    title, _, rest = block.partition(":")
    items = re.sub(r"(?m)^ {8}", "  ", _ITEM.sub(r"* `\1`:", rest.strip("\n")))
    listed = items.startswith("*")
    return f"**{title}**\n\n{items}" if listed else f"**{title}**: {rest.strip()}"
