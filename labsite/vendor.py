"""Which files of the installed front-end packages are served, and under which names."""

from pathlib import Path

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

NODE_MODULES = Path(__file__).resolve().parent.parent / "node_modules"

# served prefix -> (folder inside node_modules, files). Source maps are listed where a file names one:
# the hashed file names are made by following every reference.
VENDOR = {
    "vendor/bootstrap": (
        "bootstrap/dist",
        (
            "css/bootstrap.min.css",
            "css/bootstrap.min.css.map",
            "js/bootstrap.bundle.min.js",
            "js/bootstrap.bundle.min.js.map",
        ),
    ),
    "vendor/bootstrap-icons": (
        "bootstrap-icons/font",
        ("bootstrap-icons.min.css", "fonts/bootstrap-icons.woff", "fonts/bootstrap-icons.woff2"),
    ),
    "vendor/htmx": ("htmx.org/dist", ("htmx.min.js", "htmx.min.js.map")),
    "vendor/sortable": ("sortablejs", ("Sortable.min.js",)),
    "vendor/inter": (
        "@fontsource-variable/inter",
        (
            "index.css",
            "files/inter-cyrillic-wght-normal.woff2",
            "files/inter-cyrillic-ext-wght-normal.woff2",
            "files/inter-greek-wght-normal.woff2",
            "files/inter-greek-ext-wght-normal.woff2",
            "files/inter-latin-wght-normal.woff2",
            "files/inter-latin-ext-wght-normal.woff2",
            "files/inter-vietnamese-wght-normal.woff2",
        ),
    ),
}


class VendorFinder(FileSystemFinder):
    """Finds exactly the files of VENDOR; the rest of node_modules stays private."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.locations, self.storages = [], {}
        for prefix, (folder, _files) in VENDOR.items():
            root = str(NODE_MODULES / folder)
            self.locations.append((prefix, root))
            self.storages[root] = FileSystemStorage(location=root)
            self.storages[root].prefix = prefix

    def check(self, **kwargs):
        return []

    def find_location(self, root, path, prefix=None):
        wanted = {f"{prefix}/{name}" for name in VENDOR[prefix][1]}
        return super().find_location(root, path, prefix) if path in wanted else None

    def list(self, ignore_patterns):
        for prefix, root in self.locations:
            for name in VENDOR[prefix][1]:
                yield name, self.storages[root]
