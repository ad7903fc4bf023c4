"""An installation serves every script under a hashed name, also those that another script imports."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

from labsite.assets import HashedAssets

SCRIPTS = Path(settings.BASE_DIR, "static/js")
FROM = re.compile(r'from "(\./[^"]+)"')


def collected(tmp_path) -> dict[str, str]:
    """Text of our scripts by hashed name, as collectstatic would leave them."""
    storage = HashedAssets(location=tmp_path, base_url="/static/")
    for script in SCRIPTS.glob("*.js"):
        with script.open("rb") as content:
            StaticFilesStorage(location=tmp_path, base_url="/static/").save(f"js/{script.name}", content)
    paths = {f"js/{script.name}": (storage, f"js/{script.name}") for script in SCRIPTS.glob("*.js")}
    for _name, _hashed, done in storage.post_process(paths):
        assert not isinstance(done, Exception), done
    return {path.name: path.read_text() for path in Path(tmp_path, "js").glob("*.????????????.js")}


def test_each_import_leads_to_a_hashed_script_that_is_there(tmp_path):
    scripts = collected(tmp_path)
    imported = {name for text in scripts.values() for name in FROM.findall(text)}
    assert imported
    assert {name.removeprefix("./") for name in imported} <= set(scripts)


def test_each_import_is_written_so_that_it_is_found():
    """The control: the pattern reads all that the browser would read as an import."""
    for script in SCRIPTS.glob("*.js"):
        text = script.read_text()
        assert len(re.findall(r"^import\b", text, re.MULTILINE)) == len(FROM.findall(text)), script.name
