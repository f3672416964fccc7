"""A picture: SVG with its title and description, as text, in a notebook, in a file.

Built on drawing and markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from os import PathLike
from pathlib import Path

import attrs

from peacetrack.errors import InvalidInputError, MissingExtraError
from peacetrack.table import markup
from peacetrack.table.grid import one_line
from peacetrack.view.pictures.drawing import LOOKS, Part, needs_of

FONT = "system-ui, Segoe UI, Roboto, Noto Sans, DejaVu Sans, Arial, sans-serif"


@attrs.frozen(repr=False)
class Picture:
    """A picture as SVG, and as a fragment of HTML that says the same in a table.

    It follows the reader's choice of light or dark, and is self-contained: `str()` gives the SVG.
    """

    title: str
    description: str
    _id: str
    _template: str
    _told: Mapping[str, object] = attrs.field(eq=False)

    @property
    def svg(self) -> str:
        """The picture as SVG."""
        return self._rendered("picture.svg")

    @property
    def html(self) -> str:
        """The picture as HTML, with what it says in a table."""
        return self._rendered(self._template)

    def __str__(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<Picture: {one_line(self.title)}>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self.html

    def __html__(self) -> str:  # what templates take as it is
        return self.html

    @property
    def unstyled(self) -> str:
        """The HTML for a page of many pictures, which holds their styles once."""
        return self._rendered(self._template, styled=False)

    def _rendered(self, template: str, *, styled: bool = True) -> str:
        own = {"title": self.title, "description": self.description, "id": self._id}
        return markup.render(template, styled=styled, **own, **self._told)

    def save(self, path: str | PathLike[str]) -> None:
        """Write it as `.svg`, as a page (`.html`), or as `.png` (extra `png`, in light colours)."""
        path = Path(path)
        path.write_bytes(self._bytes(path))

    def _bytes(self, path: Path) -> bytes:
        match path.suffix.lower():
            case ".svg":
                return self.svg.encode()
            case ".html":
                return markup.render("picture-page.html", picture=self).encode()
            case ".png":
                return _png(self.svg)
        raise InvalidInputError(
            f"a picture cannot be written as {path.name!r}",
            repair="end the name with .svg, .html or .png",
        )


def _png(svg: str) -> bytes:
    try:
        from vl_convert import svg_to_png  # a renderer of its own; only those who save need it
    except ImportError as error:
        raise MissingExtraError("vl-convert-python", "png") from error
    return bytes(svg_to_png(svg, scale=2.0))


def drawn(
    title: str,
    description: str,
    size: tuple[float, float],
    parts: Sequence[Part],
    *,
    template: str = "picture.html",
    **context: object,
) -> Picture:
    """A picture of parts; the context tells the template of the HTML what says the same.

    `picture.html` shows the picture and a table of `columns` and `rows`.
    """
    width, height = size
    told = context | {
        "width": round(width),
        "height": round(height),
        "parts": parts,
        "needs": needs_of(parts),
        "looks": LOOKS,
        "font": FONT,
    }
    id = sha256(repr((title, description, size, parts)).encode()).hexdigest()[:10]
    return Picture(title, description, f"pt-{id}", template, told)
