"""A picture: SVG with a title and a description, as text, in a notebook and in files.

The parts of a picture are in `drawing`, their markup in the templates.
"""

from __future__ import annotations

import re
from hashlib import sha256
from os import PathLike
from pathlib import Path

from peacetrack.errors import InvalidInputError, MissingExtraError
from peacetrack.form.file import write_file
from peacetrack.table import markup
from peacetrack.table.cell import one_line
from peacetrack.view.pictures.drawing import MARGIN, Part, bottom_of, looks_in, textures_of
from peacetrack.words.classes import frozen

FONT = "system-ui, Segoe UI, Roboto, Noto Sans, DejaVu Sans, Arial, sans-serif"


@frozen(repr=False)
class Picture:
    """A picture as SVG, and as HTML with a table that says the same.

    It follows the reader's choice of light or dark, and loads nothing. `str()` gives the SVG; a
    notebook shows the HTML. The functions of `view` make pictures.

    Attributes:
        title: the title, in a few words.
        description: what the picture shows, as text for readers who do not see it.
        columns: the names of the columns of the table that says the same.
        rows: its rows, as texts.

    >>> view.lanes(state, "truce").title
    'Where the parties stand on truce, over time'
    """

    title: str
    description: str
    _width: float
    """The width in pixels; the height is that of the parts."""
    _parts: tuple[Part, ...]
    """Those in front last."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def svg(self) -> str:
        """The picture as SVG."""
        return self._rendered("picture.svg")

    @property
    def html(self) -> str:
        """The picture as a fragment of HTML, with a table that says the same."""
        return self._rendered("picture.html")

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
        """The HTML without style and table, for a page that has the style once, and the evidence as text."""
        return _compact(self._rendered("picture.html", styled=False))

    def _rendered(self, template: str, *, styled: bool = True) -> str:
        size = self._width, bottom_of(self._parts) + MARGIN
        drawn = (self.title, self.description, size, [*self._parts])
        width, height = map(round, size)
        return markup.render(
            template,
            title=self.title,
            description=self.description,
            id=f"pt-{sha256(repr(drawn).encode()).hexdigest()[:10]}",
            width=width,
            height=height,
            parts=self._parts,
            textures=textures_of(self._parts),
            looks=looks_in(self._parts),
            font=FONT,
            styled=styled,
            columns=self.columns,
            rows=self.rows,
        )

    def save(self, path: str | PathLike[str]) -> None:
        """Write the picture to a file, in the format that its name ends with.

        Parameters:
            path: the file: `.svg`, `.html` (a whole page), or `.png` (extra `png`; in light
                colours, at twice the size in pixels).

        Raises:
            InvalidInputError: the name ends otherwise.
            MissingExtraError: PNG needs vl-convert-python, which is not installed.
            StoreError: the file cannot be written; an older one stays as it was.

        >>> view.lanes(state, "truce").save("truce.gif")
        Traceback (most recent call last):
        ...
        peacetrack.errors.InvalidInputError: a picture cannot be written as 'truce.gif'; end the ...
        """
        write_file(path, self._bytes(Path(path)))

    def _bytes(self, path: Path) -> bytes:
        match path.suffix.lower():
            case ".svg":
                return self.svg.encode()
            case ".html":
                return markup.render("picture-page.html", picture=self).encode()
            case ".png":
                return _png(self.svg)
        raise InvalidInputError(
            f"a picture cannot be written as {path.name!r}", repair="end the name with .svg, .html or .png"
        )


DASHES = {"4 3": "pt-d", "1 4": "pt-u", "3 3": "pt-t"}
"""The classes of dashes, in the styles of a page."""
_DASHED = re.compile(rf'" stroke-dasharray="({"|".join(DASHES)})"')


def _compact(html: str) -> str:
    """Return a drawing without empty lines, and with upright lines and dashes in few characters."""
    html = re.sub(r"\n\s*\n+", "\n", html)
    html = re.sub(r'"M([\d.]+) ([\d.]+) L\1 ([\d.]+)"', r'"M\1 \2V\3"', html)
    html = re.sub(r' d="[^"]*"', lambda found: found[0].replace(" L", "L"), html)
    return _DASHED.sub(lambda found: f' {DASHES[found[1]]}"', html)


def _png(svg: str) -> bytes:
    try:
        from vl_convert import svg_to_png  # a large library, needed for PNG only
    except ImportError as error:
        raise MissingExtraError("vl-convert-python", "png") from error
    return bytes(svg_to_png(svg, scale=2.0))
