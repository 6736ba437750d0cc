"""The one kind of file that is taken by a form: what translators sent back. It stays in memory, and is not large."""

from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import NoReverseMatch, reverse

from publishing.translating.xliff.sheets import LARGEST

PAGE = "admin:publishing_translation_import"


class FromTranslators(FileUploadHandler):
    """Of every form, by the settings: a file is refused anywhere else than on that page, and from anybody not known.

    Of what is larger than it may be, one byte more is kept than may be there, so that the page says why.
    """

    def new_file(self, *words: Any, **more: Any) -> None:
        super().new_file(*words, **more)
        self.held: list[bytes] = []
        self.size = 0
        if self.request is None or not _takes_files(self.request):
            raise TooManyFilesSent("Files are taken on one page alone.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.held.append(raw_data[: LARGEST + 1 - self.size])
        self.size += len(self.held[-1])
        if self.size > LARGEST:
            self.held = [b"".join(self.held)]

    def file_complete(self, file_size: int) -> SimpleUploadedFile:
        return SimpleUploadedFile(self.file_name or "file", b"".join(self.held), self.content_type or "")


def _takes_files(request: Any) -> bool:
    try:
        return bool(request.path == reverse(PAGE) and request.user.is_authenticated)
    except (NoReverseMatch, AttributeError):
        return False
