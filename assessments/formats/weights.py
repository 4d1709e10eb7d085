"""Credits as foreign formats write them: percentages with five decimals, where a third is 33.33333."""

from fractions import Fraction

from assessments.rules import numbers

NEAR = Fraction(1, 10_000)  # of a credit: what rounding to a percentage with a few decimals loses
DENOMINATORS = 20


def credit(percent: str) -> Fraction | None:
    """The credit that a percentage means; None for what is no number. 33.333 is a third."""
    value = numbers.exact(percent.strip().replace("+", ""))
    if value is None:
        return None
    return nearest(value / 100)


def nearest(value: Fraction) -> Fraction:
    """The fraction with a small denominator that this was rounded from, else the value itself."""
    simple = value.limit_denominator(DENOMINATORS)
    return simple if abs(simple - value) <= NEAR / 2 else value


def percent(value: Fraction, places: int = 5) -> str:
    """A credit as a percentage with at most `places` decimals, half away from zero."""
    scaled = abs(value) * 100 * 10**places
    whole = int(scaled + Fraction(1, 2))
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and whole else text


def written(value: Fraction) -> str:
    """A credit as a definition holds it: 0.5, or 1/3 where no decimal is exact."""
    denominator = value.denominator
    while denominator % 2 == 0:
        denominator //= 2
    while denominator % 5 == 0:
        denominator //= 5
    return decimal(value) if denominator == 1 else f"{value.numerator}/{value.denominator}"


def decimal(value: Fraction, places: int = 15) -> str:
    """A number in digits, at most `places` decimals."""
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and whole else text


def by_rule(given: dict[str, Fraction]) -> list[str] | None:
    """The right keys, if these credits say what the rule for several answers says by itself: each of n right ones
    1/n, each wrong one −1/n; else None."""
    right = [key for key, value in given.items() if value > 0]
    if not right:
        return None
    each = Fraction(1, len(right))
    near = all(abs(abs(value) - each) <= NEAR for value in given.values())
    return right if near else None


def number(text: str) -> str | None:
    """A number as a definition holds it: plain digits, from digits with a point and perhaps an exponent."""
    text = text.strip().replace("+", "").replace("−", "-")
    if numbers.exact(text) is not None:
        return decimal(Fraction(text), 20) if "/" not in text else text
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    plain = decimal(value, 20)
    return plain if numbers.exact(plain) is not None and Fraction(plain) == value else None
