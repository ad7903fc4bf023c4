"""How assets are served by an installation: under names with their hashes, which browsers may keep for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTED = r"""(?P<matched>(?P<import>import \{[^}]*\}) from "(?P<url>\./[^"]+)";)"""


class HashedAssets(CompressedManifestStaticFilesStorage):
    """Where one of our scripts imports another, it names the hashed file too."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((IMPORTED, '%(import)s from "%(url)s";'),)),
    )
