"""What is tried out: a question to check oneself, one reply to a customer, a talk with branches."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.prose import OwnMarkBlock
from cms.rules.dialogue import Fault, Line, Reply, Wrong, faults


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300, label=_("Option"))
    correct = blocks.BooleanBlock(required=False, label=_("Right"))
    feedback = blocks.TextBlock(required=False, label=_("Feedback"))


class CheckBlock(OwnMarkBlock):
    question = blocks.TextBlock(label=_("Question"))
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=5, label=_("Options"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(bool(option["correct"]) for option in cleaned["options"]) != 1:
            raise blocks.StructBlockValidationError(
                block_errors={"options": ValidationError(_("Mark exactly one option as right."))}
            )
        return cleaned

    class Meta:
        icon = "help"
        help_text = _("One question, answered at once. It does not count towards the result.")
        label = _("Check yourself")
        template = "cms/blocks/check.html"


class ReplyBlock(blocks.StructBlock):
    say = blocks.TextBlock(label=_("What you could say"))
    reaction = blocks.TextBlock(label=_("How the customer reacts"))
    why = blocks.TextBlock(label=_("Why"))
    good = blocks.BooleanBlock(required=False, label=_("A good reply"))


class ScenarioBlock(OwnMarkBlock):
    setting = blocks.TextBlock(label=_("Where and when"))
    customer = blocks.TextBlock(label=_("The customer says"))
    choices = blocks.ListBlock(ReplyBlock(), min_num=2, max_num=4, label=_("Replies"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(choice["good"] for choice in cleaned["choices"]):
            raise blocks.StructBlockValidationError(
                block_errors={"choices": ValidationError(_("Mark at least one reply as good."))}
            )
        return cleaned

    class Meta:
        icon = "comment"
        help_text = _("The learner picks a reply and sees how the customer takes it.")
        label = _("Scenario")
        template = "cms/blocks/scenario.html"


def _name(**options: Any) -> blocks.RegexBlock:
    """The short name of a line. Translators are not asked for it, as they are for every text."""
    wrong = {"invalid": _("Use small letters, digits and hyphens.")}
    return blocks.RegexBlock("^[a-z0-9-]+$", max_length=40, error_messages=wrong, **options)


class TurnReplyBlock(blocks.StructBlock):
    say = blocks.TextBlock(label=_("What you could say"))
    why = blocks.TextBlock(label=_("Why it helps or hurts"))
    good = blocks.BooleanBlock(required=False, label=_("A good reply"))
    next = _name(
        label=_("Leads to"),
        help_text=_("The short name of the line that follows: how the customer reacts to this."),
    )


class LineBlock(blocks.StructBlock):
    id = _name(
        label=_("Short name"),
        help_text=_("Replies lead here by this name, for example “calm”. The same in every language."),
    )
    customer = blocks.TextBlock(label=_("The customer reacts and says"))
    replies = blocks.ListBlock(
        TurnReplyBlock(),
        max_num=4,
        default=[],
        label=_("Replies"),
        help_text=_("Two to four; none where the talk ends with the customer's last word."),
    )

    class Meta:
        icon = "comment"


class DialogueBlock(OwnMarkBlock):
    setting = blocks.TextBlock(label=_("Where and when"))
    lines = blocks.ListBlock(LineBlock(), min_num=1, max_num=20, label=_("Lines"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        found = faults(
            [
                Line(line["id"], [Reply(bool(reply["good"]), reply["next"]) for reply in line["replies"]])
                for line in cleaned["lines"]
            ]
        )
        if found:
            raise blocks.StructBlockValidationError(block_errors={"lines": _errors(found, cleaned["lines"])})
        return cleaned

    class Meta:
        icon = "group"
        help_text = _("A role play: the first line is where it starts, each reply leads on to another line.")
        label = _("Dialogue")
        template = "cms/blocks/dialogue.html"


SENTENCES = {
    Wrong.EMPTY: _("Write at least the first line."),
    Wrong.TWICE: _("Another line already has the name “%(line)s”. Give this one a name of its own."),
    Wrong.ALONE: _("One reply is no choice. Give two to four, or none where the talk ends."),
    Wrong.NO_GOOD: _("Mark at least one reply of this line as good."),
    Wrong.UNKNOWN: _("There is no line “%(next)s”. Use the short name of a line."),
    Wrong.UNREACHABLE: _("No reply leads to “%(line)s” from the first line. Lead one there, or take the line out."),
    Wrong.ENDLESS: _("From “%(line)s” the talk never ends. Let a reply lead on to an end."),
}
AT_THE_NAME = (Wrong.TWICE, Wrong.UNREACHABLE, Wrong.ENDLESS)


def _errors(found: list[Fault], lines: Any) -> ValidationError:
    """Each sentence at the field where it can be put right; of several at one line the first."""
    errors: dict[int, ValidationError] = {}
    for fault in found:
        errors.setdefault(fault.line, _error(fault, lines))
    return blocks.ListBlockValidationError(block_errors=errors)


def _error(fault: Fault, lines: Any) -> ValidationError:
    line = lines[fault.line]
    leads = line["replies"][fault.reply]["next"] if fault.wrong == Wrong.UNKNOWN else ""
    sentence = ValidationError(SENTENCES[fault.wrong] % {"line": line["id"], "next": leads})
    if fault.wrong in AT_THE_NAME:
        return blocks.StructBlockValidationError(block_errors={"id": sentence})
    if fault.wrong == Wrong.UNKNOWN:
        reply = blocks.StructBlockValidationError(block_errors={"next": sentence})
        return blocks.StructBlockValidationError(
            block_errors={"replies": blocks.ListBlockValidationError(block_errors={fault.reply: reply})}
        )
    replies = blocks.ListBlockValidationError(non_block_errors=[sentence])
    return blocks.StructBlockValidationError(block_errors={"replies": replies})
