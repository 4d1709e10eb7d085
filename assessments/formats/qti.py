"""QTI from a package with its manifest, or from one XML file: items of 2.1, 2.2 and 1.2."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessments.formats import qti2, qti12, tags, xml
from assessments.formats.packages import Package
from assessments.formats.spec import Found, Refusal, Refused, Settings, Unreadable

MANIFEST = "imsmanifest.xml"
CODE, CATEGORY = "code:", "category:"


def read(data: bytes, settings: Settings) -> Iterator[Found]:
    """The items in the order of the manifest, and those that cannot be taken. Raises Unreadable."""
    any_at_all = False
    for found in _package(Package(data), settings) if data.startswith(b"PK") else _document("", data, None, settings):
        any_at_all = True
        yield found
    if not any_at_all:
        raise Unreadable(_("The file holds no items of QTI 1.2, 2.1 or 2.2."))


def _package(package: Package, settings: Settings) -> Iterator[Found]:
    listed = _listed(package)
    for name, keywords in listed:
        if name not in package:
            yield Refusal(name, "", _("The manifest names the file %(name)s, but it is not in the package.")
                          % {"name": name})  # fmt: skip
            continue
        try:
            for found in _document(name, package.read(name), package, settings):
                if not isinstance(found, Refusal):
                    _put(found, keywords)
                yield found
        except Unreadable as problem:
            yield Refusal(name, "", str(problem))


def _listed(package: Package) -> list[tuple[str, list[str]]]:
    """The files of the items with their keywords: those of the manifest, else every XML file."""
    manifests = sorted((name for name in package.names() if name.rpartition("/")[2] == MANIFEST), key=len)
    if not manifests:
        return [(name, []) for name in package.names() if name.lower().endswith(".xml")]
    base = manifests[0].rpartition(MANIFEST)[0]
    found = []
    for resource in xml.descendants(xml.root(package.read(manifests[0])), "resource"):
        kind = resource.get("type", "").lower()
        if kind.startswith(("imsqti_item", "imsqti_xmlv1p", "imsqti_assessment_xmlv1p")):
            href = resource.get("href") or next((each.get("href", "") for each in xml.children(resource, "file")), "")
            words = [xml.text_of(each) for each in xml.descendants(resource, "keyword")]
            found.append((base + href, words))
    return found


def _put(spec: Found, keywords: list[str]) -> None:
    assert not isinstance(spec, Refusal)
    about = []
    for word in keywords:
        if word.startswith(CODE):
            spec.code = word.removeprefix(CODE)
        elif word.startswith(CATEGORY):
            spec.category = word.removeprefix(CATEGORY)
        else:
            about.append(word)
    tags.put(spec, about)


def _document(name: str, data: bytes, package: Package | None, settings: Settings) -> Iterator[Found]:
    """The items of one XML file."""
    root = xml.root(data)
    kind = xml.local(root)

    def files(source: str) -> bytes | None:
        return package.beside(name, source) if package else None

    if kind == "assessmentItem":
        yield _one(root, name, qti2.read, settings, files)
    elif kind == "questestinterop":
        for item in xml.descendants(root, "item"):
            yield _one(item, name, qti12.read, settings, files)
    elif kind.startswith("qti-"):
        yield Refusal(name or kind, root.get("title", ""), _("This is QTI 3. Export the item as QTI 2.2 or 2.1."))
    elif package is None:
        raise Unreadable(_("The XML holds no items of QTI 1.2, 2.1 or 2.2."))


def _one(element: Element, name: str, reader: qti2.Reader, settings: Settings, files: qti2.Files) -> Found:
    ident = element.get("identifier") or element.get("ident") or name
    place = _("item %(ident)s") % {"ident": ident}
    try:
        return reader(element, place, settings.language, files)
    except Refused as refused:
        return Refusal(place, element.get("title", ""), str(refused))
