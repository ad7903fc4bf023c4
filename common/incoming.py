"""Files of a plain form while they come in: without a name, on the disk of the store, gone with the request.

Nothing takes a file unless its address says so (``lab.access.takes_files``) and the gate lets the person through
(``labsite.bodies``): everywhere else ``NoFiles`` stands, which keeps none.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from .refusals import Refused
from .storage import disk_errors_in_words, look_for_room, staging_folder

IN_MEMORY = 256 * 1024
"""Bytes of a file that are held in memory; what is larger goes to the disk."""


class FilesNotWanted(Refused):
    """A file came to an address that takes none, or from somebody who may send none."""

    def __init__(self) -> None:
        super().__init__(_("No file can be handed in here."))


class IncomingFile(UploadedFile):
    """A file of a form. ``refusal`` is why it could not be kept, its form having been read to the end all the same."""

    refusal: Refused | None = None


class NoFiles(FileUploadHandler):
    """Refuses the form before the first byte of its first file."""

    def new_file(self, *args, **kwargs):
        raise FilesNotWanted

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


class IncomingFiles(FileUploadHandler):
    """Takes the files of a form in. A refused one leaves the form whole, so that nobody has to type it again.

    The file on the disk has no name (Linux's O_TMPFILE): whoever dies in between, sender or server, leaves nothing.
    """

    folder: Path | None = None
    no_room: Refused | None = None

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Look for room before a byte is kept, by the announced length of the whole form."""
        try:
            with disk_errors_in_words():
                self.folder = staging_folder()
                look_for_room(content_length, settings.LABSITE_FREE_SPACE_FLOOR)
        except Refused as refusal:
            self.no_room = refusal

    def new_file(self, field_name, file_name, content_type, *details):
        super().new_file(field_name, file_name, content_type, *details)
        self.file = IncomingFile(_nameless(self.folder), file_name, content_type, 0)
        self.file.refusal = self.no_room

    def receive_data_chunk(self, raw_data, start):
        """Keep what may be kept; of a file that is too large or finds no room only the length is counted."""
        self.file.size = start + len(raw_data)
        if self.file.refusal is None and self.file.size <= settings.LABSITE_MAX_FILE_BYTES:
            self._on_disk(lambda: self.file.write(raw_data))

    def file_complete(self, file_size):
        self._on_disk(lambda: self.file.seek(0))  # what is still in a buffer is written now
        return self.file

    def upload_interrupted(self):
        _let_go(self.file)

    def _on_disk(self, work: Callable[[], object]) -> None:
        try:
            with disk_errors_in_words():
                work()
        except Refused as refusal:
            _let_go(self.file)
            self.file.file, self.file.refusal = _nameless(), refusal


def _nameless(folder: Path | None = None) -> SpooledTemporaryFile:
    return SpooledTemporaryFile(IN_MEMORY, dir=folder)


def _let_go(file: IncomingFile | None) -> None:
    """Closing writes what a buffer still holds, which a full disk refuses once more."""
    with suppress(OSError):
        if file is not None:
            file.close()
