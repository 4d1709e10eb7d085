"""Word documents for tests: written by python-docx, and bent out of shape where a test wants it."""

import io
import zipfile
from collections.abc import Callable

from docx import Document
from docx.shared import Inches
from PIL import Image

RELATIONSHIPS = "word/_rels/document.xml.rels"


def png(colour: str = "red", size: tuple[int, int] = (8, 8)) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


def manual() -> bytes:
    """A small manual: title, headings, text, steps, do and don't, another table, two pictures, one without words."""
    document = Document()
    document.add_paragraph("处理投诉", style="Title")
    document.add_heading("先听", level=1)
    paragraph = document.add_paragraph("顾客说话时，")
    paragraph.add_run("不打断").bold = True
    paragraph.add_run("，")
    paragraph.add_run("看着对方").italic = True
    document.add_paragraph("点头", style="List Bullet")
    document.add_paragraph("记下要点", style="List Bullet")
    document.add_heading("再办", level=2)
    for lead, rest in (("确认", "：说一遍听到的。"), ("道歉", "：为给顾客添的麻烦。"), ("办理", "：当场或约定时间。")):
        step = document.add_paragraph(style="List Number")
        step.add_run(lead).bold = True
        step.add_run(rest)
    table(document, [("宜", "忌"), ("先道歉", "争辩"), ("留下电话", "推给别人")])
    table(document, [("等级", "时限"), ("一级", "1 小时")])
    picture(document, png("red"), "两个人在柜台前交谈")
    picture(document, png("blue"), "")
    return saved(document)


def table(document, rows) -> None:
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        cells = made.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text


def picture(document, data: bytes, words: str) -> None:
    shape = document.add_picture(io.BytesIO(data), width=Inches(1))
    shape._inline.docPr.set("descr", words)


def saved(document) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def plain(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs or ("Hello.",):
        document.add_paragraph(paragraph)
    return saved(document)


def bent(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same document with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return bent(plain(), lambda parts: parts.__setitem__(name, content))


def with_relationship(kind: str, target: str) -> bytes:
    def add(parts: dict[str, bytes]) -> None:
        wanted = (
            f'<Relationship Id="rIdX" TargetMode="External" Target="{target}" '
            f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
        )
        parts[RELATIONSHIPS] = parts[RELATIONSHIPS].replace(b"</Relationships>", wanted.encode())

    return bent(plain(), add)


def with_entities() -> bytes:
    def add(parts: dict[str, bytes]) -> None:
        xml = parts["word/document.xml"]
        head, _, rest = xml.partition(b"?>")
        parts["word/document.xml"] = head + b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rest

    return bent(plain(), add)
