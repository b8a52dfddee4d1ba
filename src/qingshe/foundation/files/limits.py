"""What of an upload reaches the disk at all: nothing beyond what any form takes."""

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from qingshe.foundation.uploads import LARGEST


class Limit(FileUploadHandler):
    """Lets a file pass until it is certainly too large; the form then says so.

    It stands before the handlers that keep what arrives, so the rest of a huge file is read and
    thrown away.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= LARGEST + self.chunk_size else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None
