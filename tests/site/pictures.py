"""Pictures of the site, made while it is built: `{picture}` runs the blocks of its page before."""

from __future__ import annotations

import contextlib
import tempfile
from functools import cache
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from tests.site import blocks

MADE = "_made"
"""The folder of the site for what the build makes."""


@cache
def _made_by(page: Path) -> list[blocks.Shown]:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return blocks.run(page)


class PictureDirective(SphinxDirective):
    """Show what an expression gives, or an HTML file, as the blocks of the page make it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the picture, or the page in a frame, with a link that opens it alone."""
        number: int = self.env.temp_data.get("pictures", 0)  # type: ignore[assignment]  # one page is read at a time
        self.env.temp_data["pictures"] = number + 1
        shown = _made_by(Path(self.env.doc2path(self.env.docname)))[number]
        suffix = Path(shown.name).suffix
        file = f"{self.env.docname.replace('/', '-')}-{number + 1}{suffix}"
        folder = Path(self.env.app.outdir) / MADE
        folder.mkdir(exist_ok=True)
        (folder / file).write_text(shown.text, encoding="utf-8")
        address = "../" * self.env.docname.count("/") + f"{MADE}/{file}"
        return [nodes.raw("", _HTML[suffix].format(address=address, says=escape(shown.says)), format="html")]


_HTML = {
    ".svg": '<a class="made" href="{address}"><img src="{address}" alt="{says}" loading="lazy"></a>',
    ".html": '<iframe class="made" src="{address}" title="{says}" loading="lazy"></iframe>'
    '<p><a href="{address}">This page alone</a></p>',
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive."""
    app.add_directive("picture", PictureDirective)
    return {"parallel_read_safe": True}
