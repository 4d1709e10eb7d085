"""A trainer's files, piece by piece where a player asks for it: a phone seeks in a film without loading all of it."""

from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wagtail.documents.views.serve import serve as serve_whole

from cms.rules.byte_ranges import Unsatisfiable, byte_range

PIECE = 64 * 1024  # bytes read at once


def serve(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Wagtail's door with its hooks, which decide who may come in; then the part that was asked for."""
    response = serve_whole(request, document_id, document_filename)
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    if isinstance(response, FileResponse) and response.file_to_stream is not None:
        return _part(request, response, response.file_to_stream)
    return response


def _part(request: HttpRequest, response: FileResponse, file: IO[bytes]) -> HttpResponseBase:
    response["Accept-Ranges"] = "bytes"
    asked = request.headers.get("Range")
    if request.method != "GET" or not asked or not _is_the_same(request, response):
        return response
    size = int(response["Content-Length"])
    try:
        part = byte_range(asked, size)
    except Unsatisfiable:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if part:
        begin, end = part
        response.streaming_content = _bytes(file, begin, end)  # the response closes the file it was made with
        response.status_code = 206
        response["Content-Range"] = f"bytes {begin}-{end}/{size}"
        response["Content-Length"] = str(end - begin + 1)
    return response


def _is_the_same(request: HttpRequest, response: FileResponse) -> bool:
    """A player that holds an older version of the file (If-Range) must get the whole new one."""
    held = request.headers.get("If-Range")
    return held is None or held in (response.get("ETag"), response.get("Last-Modified"))


def _bytes(file: IO[bytes], begin: int, end: int) -> Iterator[bytes]:
    file.seek(begin)
    left = end - begin + 1
    while left > 0 and (piece := file.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
