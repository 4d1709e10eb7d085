"""What a certificate template may decide, and which colours can be seen on the paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PAPER = "#fffdf9"
ACCENT = "#b83a24"
LEAST_CONTRAST = Decimal(3)  # of a frame against the paper: WCAG 2.2, 1.4.11
MOST_SIGNATORIES = 3
BOTH = "both"


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    titles: Mapping[str, str]  # language → what they are


@dataclass(frozen=True, slots=True)
class Design:
    """The look of a certificate, as it was at issue."""

    languages: str = BOTH  # or the code of the only one
    accent: str = ACCENT
    signatories: tuple[Signatory, ...] = ()
    logo: str = ""  # names of pictures that are kept for ever
    seal: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Design":
        """A stored design; what it does not say is as it was before there were templates."""
        signatories = tuple(
            Signatory(each["name"], dict(each.get("title", {}))) for each in stored.get("signatories", ())
        )
        return cls(
            languages=stored.get("languages", BOTH),
            accent=stored.get("accent", ACCENT),
            signatories=signatories[:MOST_SIGNATORIES],
            logo=stored.get("logo", ""),
            seal=stored.get("seal", ""),
        )

    def store(self) -> dict[str, Any]:
        return {
            "languages": self.languages,
            "accent": self.accent,
            "signatories": [{"name": each.name, "title": dict(each.titles)} for each in self.signatories],
            "logo": self.logo,
            "seal": self.seal,
        }

    def in_languages(self, every: Sequence[str]) -> tuple[str, str | None]:
        """The language of the certificate, and the second one under it, if there is one; `every`: all of the product,
        the first first."""
        if self.languages == BOTH:
            return every[0], next(iter(every[1:]), None)
        return self.languages, None


def contrast(one: str, other: str) -> Decimal:
    """Contrast ratio of two colours (`#rrggbb`), 1 to 21, to 2 places, half away from zero. WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return Decimal((light + 0.05) / (dark + 0.05)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def mixed(colour: str, share: float, ground: str = PAPER) -> str:
    """`share` (0 to 1) of `colour` on `ground`."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(front * share + back * (1 - share)):02x}" for front, back in pairs)


def _luminance(colour: str) -> float:
    shares = (value / 255 for value in _channels(colour))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
