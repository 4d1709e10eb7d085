"""What is read: text, steps, what to do and what not, cards to turn, things to tick off."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks


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


class TextBlock(OwnMarkBlock):
    text = blocks.RichTextBlock(features=["h3", "bold", "ol", "ul", "link"], label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


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


class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock(max_length=100, label=pgettext_lazy("side of a card", "Front"))
    back = blocks.TextBlock(max_length=500, label=pgettext_lazy("side of a card", "Back"))


class FlipCardsBlock(OwnMarkBlock):
    cards = blocks.ListBlock(CardBlock(), min_num=2, max_num=8, label=_("Cards"))

    class Meta:
        icon = "copy"
        help_text = _("The learner thinks first, then turns the card over: a word and what it means, for example.")
        label = _("Cards to turn over")
        template = "cms/blocks/flip_cards.html"


class ChecklistBlock(OwnMarkBlock):
    title = blocks.CharBlock(max_length=100, label=_("Title"))
    items = blocks.ListBlock(blocks.TextBlock(max_length=300), min_num=2, max_num=10, label=_("To tick off"))

    class Meta:
        icon = "tasks"
        help_text = _("What to look at before or after doing something. The ticks are kept for the learner.")
        label = _("Checklist")
        template = "cms/blocks/checklist.html"
