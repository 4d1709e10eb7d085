"""What every kind of question can do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.types.wordings import plain, shown_as_html, wording

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

Answer = list[Any] | dict[str, Any]  # as AttemptItem.chosen keeps it; empty: nothing was answered
Fields = Mapping[str, Sequence[str]]  # what a form holds: field name → its values


class WrongAnswer(ValueError):
    """The answer does not fit the question; the message is a sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Form:
    """An answer as a browser sends it without scripts; `QuestionType.read` takes it like any other."""

    fields: Fields

    def one(self, name: str) -> str:
        """The last value of a field, without blanks around it; '' if there is none."""
        values = self.fields.get(name) or [""]
        return values[-1].strip()

    def starting(self, prefix: str) -> dict[str, str]:
        """The filled fields whose names begin with `prefix`, under the rest of their names."""
        named = {name.removeprefix(prefix): self.one(name) for name in self.fields if name.startswith(prefix)}
        return {name: value for name, value in named.items() if value}


class QuestionType(ABC):
    """One kind of question: its definition, its answers, what they earn, and how they are shown.

    `version` is a QuestionVersion of this kind; it may be unsaved. The shapes of its fields and of the answers are
    described in each kind's module. Only `check` may meet a broken definition; everything else trusts it.
    """

    kind: ClassVar[str]
    by_person: ClassVar[bool] = False  # a person marks the answers

    @abstractmethod
    def check(self, version: "QuestionVersion") -> list[str]:
        """What is wrong with the definition, one sentence each; empty if it can be asked."""

    def read(self, version: "QuestionVersion", raw: Any) -> Answer:
        """The answer in its one normal shape, from that shape or from a `Form`; reading it again changes nothing.

        Raises WrongAnswer, with a sentence, for what the question cannot take.
        """
        return self._normal(version, self._filled_in(version, raw) if isinstance(raw, Form) else raw)

    @abstractmethod
    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        """The fields of a form in the shape of an answer, not yet checked."""

    @abstractmethod
    def _normal(self, version: "QuestionVersion", raw: Any) -> Answer:
        """`read` for the answer's own shape, which may come from anybody."""

    @abstractmethod
    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        """The fields of the form that give `answer`: read(Form(fields(answer))) is the answer again."""

    @abstractmethod
    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction | None:
        """The part of the full mark that the answer earns, exact; None where a person has to say.

        From 0 to 1, below 0 only where the question itself says so. Without `partial` all or nothing.
        An empty answer earns 0, whoever marks.
        """

    def answered(self, answer: Answer) -> bool:
        return bool(answer)

    def goes_on(self, version: "QuestionVersion", answer: Answer) -> bool:
        """Has an answer been begun that asks for more before it is whole?"""
        return False

    @abstractmethod
    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        """What the browser may know before hand-in: what can be chosen, never what is right.

        `shown`: the keys in the order in which they are shown, from AttemptItem; empty: as they stand.
        """

    def shufflable(self, version: "QuestionVersion") -> list[str]:
        """The keys that may be shown in any order: what `shown` is a permutation of. Empty: nothing to shuffle."""
        return []

    @abstractmethod
    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        """What is shown after hand-in: the face and the answer; what is right only with `right`."""

    @abstractmethod
    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        """The answer in words, on one line; '' for none."""

    @abstractmethod
    def best(self, version: "QuestionVersion", language: str) -> Answer:
        """An answer that earns the full mark; empty where a person marks."""

    def right_told(self, version: "QuestionVersion", language: str) -> str:
        """What earns the full mark, in words, on one line; '' where a person marks."""
        return self.told(version, self.best(version, language), language)

    def stem(self, version: "QuestionVersion", language: str) -> str:
        """What is asked, as it is stored: clean HTML or plain text."""
        return str(wording(version, language).get("stem", ""))

    def stem_html(self, version: "QuestionVersion", language: str) -> SafeString:
        return shown_as_html(self.stem(version, language))

    def stem_line(self, version: "QuestionVersion", language: str) -> str:
        """What is asked, on one line without markup."""
        return plain(self.stem(version, language))

    def feedback(self, version: "QuestionVersion", language: str) -> str:
        return str(wording(version, language).get("feedback") or "")


def fate(credit: Fraction) -> str:
    """What became of a part of an answer: right, partly (something earned) or wrong."""
    return "right" if credit >= 1 else "partly" if credit > 0 else "wrong"


def misfit() -> WrongAnswer:
    """For an answer that no page of ours sends."""
    return WrongAnswer(_("This answer does not fit the question. Load the page again and choose once more."))
