"""What an item of QTI 2 says is right, and what it gives for it: keys, mappings and conditions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessments.formats import weights, xml
from assessments.formats.spec import Refused

CONDITIONS = ("responseIf", "responseElseIf")


@dataclass(slots=True)
class Near:
    """A number that a condition compares with: how near is near enough, and the score."""

    value: str
    tolerance: str
    score: Fraction


@dataclass(slots=True)
class Declared:
    """A declared response. `mapping`: value → score; used only where the item scores by it."""

    cardinality: str
    base: str
    correct: list[str]
    mapping: dict[str, Fraction] = field(default_factory=dict)
    default: Fraction = Fraction(0)
    case: bool = False
    near: list[Near] = field(default_factory=list)

    @property
    def most(self) -> Fraction:
        """The highest score this response earns; 1 where nothing is said."""
        given = [*self.mapping.values(), *(each.score for each in self.near)]
        if self.cardinality == "multiple" and self.mapping:
            return sum((value for value in self.mapping.values() if value > 0), Fraction(0)) or Fraction(1)
        return max((value for value in given if value > 0), default=Fraction(1))

    def positive(self) -> list[str]:
        return [key for key, value in self.mapping.items() if value > 0]

    def full(self) -> str:
        """The one value that is right."""
        if self.correct:
            return self.correct[0]
        return next((key for key, value in self.mapping.items() if value == self.most), "")

    def credits(self, choices: Iterable[str], *, several: bool) -> dict[str, Fraction]:
        """What each choice earns of the full mark."""
        if self.mapping:
            unknown = set(self.mapping) - set(choices)
            if unknown:
                raise Refused(_("The key says “%(key)s”, but there is no such option.") % {"key": min(unknown)})
            return {key: weights.nearest(self.mapping.get(key, self.default) / self.most) for key in choices}
        if not self.correct:
            raise Refused(_("No option is marked as the right one."))
        if several:
            each = Fraction(1, len(self.correct))
            return {key: each if key in self.correct else -each for key in choices}
        return {key: Fraction(int(key in self.correct)) for key in choices}

    def texts(self) -> list[tuple[str, Fraction]]:
        """The right texts with their credits, the best first where only a mapping names them."""
        if not self.mapping:
            return [(text, Fraction(1)) for text in self.correct]
        return [(text, weights.nearest(score / self.most)) for text, score in self.mapping.items()]

    def numbers(self) -> list[tuple[str, str, Fraction]]:
        """Value, tolerance and credit of the right numbers."""
        if self.near:
            return [(each.value, each.tolerance, weights.nearest(each.score / self.most)) for each in self.near]
        return [(text, "0", credit) for text, credit in self.texts()]


def declared(item: Element) -> dict[str, Declared]:
    """The responses of an item by their names."""
    processing = xml.child(item, "responseProcessing")
    maps = _maps(processing)
    found = {}
    for declaration in xml.children(item, "responseDeclaration"):
        name = declaration.get("identifier", "")
        made = Declared(
            cardinality=declaration.get("cardinality", "single"),
            base=declaration.get("baseType", "string"),
            correct=[xml.text_of(value) for value in xml.children(xml.child(declaration, "correctResponse"), "value")],
        )
        mapping = xml.child(declaration, "mapping")
        if mapping is not None and (maps is None or name in maps or not made.correct):
            _read_mapping(made, mapping)
        made.near = _near(processing, name)
        found[name] = made
    return found


def _maps(processing: Element | None) -> set[str] | None:
    """The responses that are scored by their mapping; None: all that have one."""
    if processing is None:
        return None
    template = processing.get("template", "")
    if template:
        return set() if "match_correct" in template else None
    return {each.get("identifier", "") for each in xml.descendants(processing, "mapResponse")}


def _read_mapping(made: Declared, mapping: Element) -> None:
    made.default = score(mapping.get("defaultValue", "0"))
    entries = xml.children(mapping, "mapEntry")
    made.mapping = {entry.get("mapKey", "").strip(): score(entry.get("mappedValue", "0")) for entry in entries}
    sensitive = [entry.get("caseSensitive", "true") == "true" for entry in entries]
    made.case = made.base == "string" and all(sensitive)


def _near(processing: Element | None, name: str) -> list[Near]:
    """The numbers that conditions compare the response with."""
    found = []
    for condition in xml.descendants(processing, *CONDITIONS):
        equal = next(iter(xml.descendants(condition, "equal")), None)
        variable = next(iter(xml.descendants(equal, "variable")), None)
        values = xml.descendants(equal, "baseValue")
        outcome = next((each for each in xml.descendants(condition, "setOutcomeValue")), None)
        scores = xml.descendants(outcome, "baseValue")
        if equal is None or variable is None or variable.get("identifier") != name or not values or not scores:
            continue
        value = xml.text_of(values[0])
        found.append(Near(value, _tolerance(equal, value), score(xml.text_of(scores[-1]))))
    return found


def _tolerance(equal: Element, value: str) -> str:
    given = (equal.get("tolerance") or "0").split()
    wide = max((weights.number(each) or "0" for each in given), key=Fraction)
    match equal.get("toleranceMode", "exact"):
        case "absolute":
            return wide
        case "relative":
            return weights.decimal(abs(Fraction(weights.number(value) or "0")) * Fraction(wide) / 100, 20)
    return "0"


def score(text: str) -> Fraction:
    number = weights.number(text)
    if number is None:
        raise Refused(_("“%(text)s” is no number; write it like 12.5.") % {"text": text[:40]})
    return Fraction(number)
