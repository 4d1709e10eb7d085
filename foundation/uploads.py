"""Files that are looked at while they come in."""

import hashlib
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler


class Digest:
    """What is left of an upload: its name, how long it was, and the SHA-256 of its bytes."""

    def __init__(self, name: str, size: int, sha256: str) -> None:
        self.name = name
        self.size = size
        self.sha256 = sha256


class DigestHandler(FileUploadHandler):
    """Hashes an upload piece by piece; nothing of it is held in memory or written to disk.

    One that is longer than `most` bytes is broken off; `too_large` then says so.
    """

    def __init__(self, request: Any, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.too_large = False
        self.hopeless = False  # far too long to be read to its end for the sake of a friendly answer

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        self.hopeless = content_length > 10 * self.most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._hash = hashlib.sha256()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > self.most:
            self.too_large = True
            raise StopUpload(connection_reset=self.hopeless)
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> Any:
        return Digest(self.file_name or "", file_size, self._hash.hexdigest())


class CappedHandler(TemporaryFileUploadHandler):
    """Keeps an upload in a temporary file, as usual, unless it is longer than `most` bytes.

    A longer one is broken off and thrown away; `too_large` then says so.
    """

    def __init__(self, request: Any, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.too_large = False
        self.hopeless = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        self.hopeless = content_length > 10 * self.most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > self.most:
            self.too_large = True
            raise StopUpload(connection_reset=self.hopeless)
        super().receive_data_chunk(raw_data, start)
