"""What a lesson is made of. One class per block; the templates are in templates/cms/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class OwnMarkBlock(blocks.StructBlock):
    """Blocks that may carry etiquette which no manual fixes and we therefore call our own."""

    ours = blocks.BooleanBlock(
        required=False,
        label=_("Our own practice"),
        help_text=_("Tick it where the manual leaves a point open and we settle it ourselves."),
    )

    def get_form_layout(self) -> blocks.BlockGroup:
        """The mark is rarely needed: it stands behind the block's settings."""
        return blocks.BlockGroup(children=[name for name in self.child_blocks if name != "ours"], settings=["ours"])


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Step"))
    text = blocks.TextBlock(required=False, label=_("What to do"))


class StepsBlock(OwnMarkBlock):
    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        help_text = _("What to do, in order.")
        label = _("Steps")
        template = "cms/blocks/steps.html"


class DoDontBlock(OwnMarkBlock):
    do = blocks.ListBlock(blocks.TextBlock(), min_num=1, label=_("Do this"))
    dont = blocks.ListBlock(blocks.TextBlock(), min_num=1, label=_("Not this"))

    class Meta:
        icon = "tick-inverse"
        label = _("Do and don't")
        template = "cms/blocks/do_dont.html"


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


class TextBlock(OwnMarkBlock):
    text = blocks.RichTextBlock(features=["h3", "bold", "ol", "ul", "link"], label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


class LessonBody(blocks.StreamBlock):
    heading = blocks.CharBlock(max_length=100, icon="title", label=_("Heading"), template="cms/blocks/heading.html")
    text = TextBlock()
    steps = StepsBlock()
    do_dont = DoDontBlock()
    scenario = ScenarioBlock()
    check = CheckBlock()
    remember = blocks.TextBlock(icon="pin", label=_("To remember"), template="cms/blocks/remember.html")
    standard = SnippetChooserBlock(
        "assessments.Standard",
        icon="clipboard-list",
        label=_("Standard"),
        template="cms/blocks/standard.html",
    )
