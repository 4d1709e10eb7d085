"""What a question is about, as tags: standard:GREET-1, competency:…, course:…, difficulty:easy."""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from django.utils.translation import gettext as _

from assessments.formats.spec import Spec
from assessments.models import Difficulty

SAFE = "._-/"
OURS = re.compile(r"(standard|competency|course|difficulty):(.+)")
ABOUT = "about:complete"  # says that the tags name all it is about, so that a missing one means none


def of(spec: Spec) -> list[str]:
    """The tags that say what the question is about."""
    several = [("standard", spec.standards or []), ("competency", spec.competencies or [])]
    found = [f"{name}:{quote(code, SAFE)}" for name, codes in several for code in codes]
    found += [f"course:{quote(spec.course, SAFE)}"] if spec.course else []
    found += [f"difficulty:{spec.difficulty}"] if spec.difficulty else []
    return [ABOUT, *found]


def put(spec: Spec, tags: Iterable[str]) -> None:
    """Read the tags of a question; those that say nothing here are named in a note."""
    given = [tag.strip() for tag in tags if tag.strip()]
    others = []
    if ABOUT in given:
        spec.standards, spec.competencies, spec.course, spec.difficulty = [], [], "", ""
    for tag in given:
        found = OURS.fullmatch(tag)
        if tag == ABOUT:
            continue
        if found is None or not _put(spec, found[1], unquote(found[2])):
            others.append(tag)
    if others:
        spec.notes.append(_("Tags that mean nothing here are left out: %(tags)s.") % {"tags": ", ".join(others)})


def _put(spec: Spec, name: str, code: str) -> bool:
    match name:
        case "standard":
            spec.standards = [*(spec.standards or []), code]
        case "competency":
            spec.competencies = [*(spec.competencies or []), code]
        case "course":
            spec.course = code
        case _:
            if code not in Difficulty.values:
                return False
            spec.difficulty = code
    return True


def category(path: str) -> str:
    """A category as a person calls it: without the context and the topmost level that Moodle writes before it."""
    parts = [part.strip() for part in re.split(r"(?<!/)/(?!/)", path.strip())]
    while parts and (parts[0] == "top" or re.fullmatch(r"\$\w+\$", parts[0])):
        parts.pop(0)
    return "/".join(parts)[:200]
