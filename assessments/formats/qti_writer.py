"""Questions as a QTI 2.1 package. https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html"""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from assessments.formats import losses, tags
from assessments.formats.losses import CHOICES, TYPED, Holds
from assessments.formats.qti import CATEGORY, CODE, MANIFEST
from assessments.formats.qti_item import item
from assessments.formats.spec import Left, Picture, Spec, Written
from assessments.formats.texts import sources
from assessments.formats.xml import sayable

HOLDS = Holds(
    kinds=CHOICES | TYPED | {"matching", "ordering", "gaps", "essay", "file"}, unit=False, words=False,
)  # fmt: skip
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
WHEN = (1980, 1, 1, 0, 0, 0)  # the same questions give the same bytes


def write(specs: Iterable[Spec], language: str) -> Written:
    """The questions that QTI 2.1 can hold, each an item of a package, and what of the others it cannot."""
    made, packed = Written(b""), BytesIO()
    register_namespace("lom", LOM)
    manifest = Element("manifest", {"xmlns": CONTENT, "identifier": "questions"})
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = "1.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        stored: set[str] = set()
        for spec in specs:
            if reason := losses.whole(spec, HOLDS, language):
                made.left.append(Left(spec.code, reason, whole=True))
                continue
            made.left += [Left(spec.code, sentence) for sentence in losses.parts(spec, HOLDS, language)]
            names = _pictures(package, spec, language, stored)
            written = item(spec, language, identifier(spec.code), names)
            href = f"items/{identifier(spec.code)}.xml"
            _add(package, href, tostring(written, encoding="utf-8", xml_declaration=True))
            _list(resources, spec, href, [name.removeprefix("../") for name in names.values()])
            made.count += 1
        _add(package, MANIFEST, tostring(manifest, encoding="utf-8", xml_declaration=True))
    made.data = packed.getvalue()
    return made


def identifier(code: str) -> str:
    """A code as an identifier may be written; the code itself stands among the keywords."""
    if IDENTIFIER.fullmatch(code):
        return code
    return f"q-{hashlib.sha256(code.encode()).hexdigest()[:16]}"


def _pictures(package: zipfile.ZipFile, spec: Spec, language: str, stored: set[str]) -> dict[str, str]:
    """Put the pictures of a question into the package; what an item calls each of them."""
    names = {}
    for source in sources(spec.wording[language]["stem"]):
        if picture := spec.pictures.get(source):
            name = f"pictures/{_digest(picture)}.{ENDINGS.get(picture.media_type, 'png')}"
            if name not in stored:
                _add(package, name, picture.data)
                stored.add(name)
            names[source] = f"../{name}"
    return names


def _digest(picture: Picture) -> str:
    return hashlib.sha256(picture.data).hexdigest()[:32]


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, data)


def _list(resources: Element, spec: Spec, href: str, pictures: list[str]) -> None:
    """An item in the manifest, with what it is about as keywords."""
    ident = identifier(spec.code)
    made = SubElement(resources, "resource", identifier=f"RES-{ident}", type="imsqti_item_xmlv2p1", href=href)
    general = SubElement(SubElement(SubElement(made, "metadata"), f"{{{LOM}}}lom"), f"{{{LOM}}}general")
    about = [*tags.of(spec), f"{CODE}{spec.code}", *([f"{CATEGORY}{spec.category}"] if spec.category else [])]
    for word in about:
        SubElement(SubElement(general, f"{{{LOM}}}keyword"), f"{{{LOM}}}string").text = sayable(word)
    for name in [href, *dict.fromkeys(pictures)]:
        SubElement(made, "file", href=name)
