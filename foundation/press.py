"""The press: pages of HTML become PDFs, here or in processes of their own.

This module knows no Django, so that a press of its own (`python -m foundation.press`) is ready within a second. Such
presses are started anew, never forked: a process that has printed cannot be copied, because the threads of its font
library are not.
"""

import atexit
import gc
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

# WeasyPrint is imported where it is used: it costs every start of every command two seconds otherwise.
if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

ROOT = Path(__file__).resolve().parents[1]
LEAST = 20  # pages: fewer are done sooner by the process that is here already
GARBAGE = 100_000  # objects made before Python looks for cycles: a page makes many, and most end with it
LENGTH = struct.Struct("!Q")

_one_at_a_time = Lock()  # the font map is shared, and belongs to one page at a time


class PressError(Exception):
    """A page could not be printed; the message says why."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one document is printed from: nothing else is looked up or fetched.

    `pictures`: address in the page → content. `ground`: a one-page PDF to lie under the words; `marks`: a PDF content
    stream between the two.
    """

    html: str
    styles: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    ground: bytes = b""
    marks: bytes = b""


def printed(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF with its fonts in it. Title and language of the document are those of the page."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    with _one_at_a_time:
        document = HTML(string=sheet.html, url_fetcher=fetcher(sheet.pictures))
        try:
            words: bytes = document.write_pdf(
                stylesheets=[_style(text) for text in sheet.styles],
                font_config=_fonts(),
                pdf_tags=True,
                pdf_variant="pdf/ua-1",
            )
        except FatalURLFetchingError as fatal:  # no Exception, so nobody above would take care of it
            raise PressError(str(fatal)) from fatal
    return _on_ground(words, sheet.ground, sheet.marks) if sheet.ground else words


class Presses:
    """Several presses, each a process; they start with the first long list of sheets and stop with the block."""

    def __init__(self, count: int = 2) -> None:
        self.count = count
        self._stack = ExitStack()
        self._free: SimpleQueue[_Press] = SimpleQueue()
        self._hands: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._hands is not None:
            self._hands.shutdown(wait=False, cancel_futures=True)
        self._stack.close()

    def map(self, sheets: Sequence[Sheet]) -> Iterator[bytes]:
        """The sheets as PDFs in their order; long lists begin to be printed at once, before the first is asked for."""
        if self._hands is None and len(sheets) < LEAST:
            return map(printed, sheets)
        if self._hands is None:
            for _n in range(self.count):
                self._free.put(self._stack.enter_context(_Press()))
            self._hands = ThreadPoolExecutor(self.count, thread_name_prefix="press")
        return self._hands.map(self._print, sheets)

    def _print(self, sheet: Sheet) -> bytes:
        press = self._free.get()
        try:
            return press.print(sheet)
        finally:
            self._free.put(press)


class _Press:
    """One process that prints what it is sent."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "foundation.press"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.communicate()

    def print(self, sheet: Sheet) -> bytes:
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: PT018
        try:
            _send(self.process.stdin, sheet)
            answer = _receive(self.process.stdout)
        except (OSError, EOFError) as error:
            raise PressError("The press was stopped.") from error
        if isinstance(answer, str):
            raise PressError(answer)
        return bytes(answer)


def fetcher(pictures: Mapping[str, bytes]) -> Any:
    """Where a page gets its pictures from; anything else it asks for stops the printing."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Given(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in pictures:
                raise ValueError(f"A printed page fetches nothing: {url[:100]}")
            return URLFetcherResponse(url, pictures[url])

    return Given(fail_on_errors=True)


def _on_ground(words: bytes, ground: bytes, marks: bytes) -> bytes:
    """The page of words over the ground. Ground and marks are decoration to a screen reader: tagged as artifacts."""
    import pikepdf

    with pikepdf.open(BytesIO(words)) as document, pikepdf.open(BytesIO(_as_artifact(ground))) as under:
        page = document.pages[0]
        if marks:
            page.contents_add(b"q /Artifact BMC\n" + marks + b"\nEMC Q", prepend=True)
        page.add_underlay(under.pages[0], None)
        whole = BytesIO()
        document.save(whole)
    return whole.getvalue()


@lru_cache(maxsize=16)
def _as_artifact(ground: bytes) -> bytes:
    """The one-page PDF without the tags of its own: marked content must not lie in an artifact."""
    import pikepdf

    with pikepdf.open(BytesIO(ground)) as document:
        page = document.pages[0]
        tags = {"BMC", "BDC", "EMC"}
        kept = [each for each in pikepdf.parse_content_stream(page) if str(each.operator) not in tags]
        content = pikepdf.unparse_content_stream(kept)
        page.obj.Contents = document.make_stream(b"/Artifact BMC\n" + content + b"\nEMC")
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
        whole = BytesIO()
        document.save(whole)
    return whole.getvalue()


@lru_cache(maxsize=1)
def _fonts() -> "FontConfiguration":
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_fonts.cache_clear)  # it needs modules that are gone at the very end
    return FontConfiguration()


@lru_cache(maxsize=32)
def _style(text: str) -> "CSS":
    from weasyprint import CSS

    return CSS(string=text, font_config=_fonts())


def _send(pipe: IO[bytes], thing: Any) -> None:
    content = pickle.dumps(thing)
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """What the other end of a pipe of ours has sent; EOFError once it is closed."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    return pickle.loads(pipe.read(*LENGTH.unpack(head)))  # noqa: S301 - only ever from our own process


def serve(given: IO[bytes], back: IO[bytes]) -> None:
    """Print what comes in until nothing comes any more; the words of an error go back instead of a page."""
    gc.set_threshold(GARBAGE, 20, 20)
    for sheet in _incoming(given):
        try:
            answer: bytes | str = printed(sheet)
        except Exception as error:  # whoever sent the page must hear of it
            answer = str(error) if isinstance(error, PressError) else f"{type(error).__name__}: {error}"
        _send(back, answer)


def _incoming(pipe: IO[bytes]) -> Iterable[Sheet]:
    while True:
        try:
            yield _receive(pipe)
        except EOFError:
            return


if __name__ == "__main__":
    from foundation import press  # sheets are pickled as those of this module, not of __main__

    press.serve(sys.stdin.buffer, sys.stdout.buffer)
