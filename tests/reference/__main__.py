"""Write every page of docs/reference that follows from the code."""

from tests.reference import FOLDER, PAGES

(FOLDER / "api").mkdir(parents=True, exist_ok=True)
for name, page in PAGES.items():
    (FOLDER / name).write_text(page(), encoding="utf-8")
