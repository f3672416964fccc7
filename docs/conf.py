"""The site: `sphinx-build -n -W docs build/site`. The pages are written so that a forge shows them too."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "peacetrack"
author = _PROJECT["authors"][0]["name"]
copyright = author
release = _PROJECT["version"]
language = "en"

extensions = ["myst_parser", "sphinx_copybutton", "tests.site.links", "tests.site.pictures"]
myst_heading_anchors = 4
myst_enable_extensions = ["deflist"]
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

html_theme = "furo"
html_title = f"peacetrack {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
pygments_style = "tango"
pygments_dark_style = "github-dark"
