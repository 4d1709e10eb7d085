from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.media import DownloadBlock, PictureBlock, VideoBlock
from cms.blocks.practice import CheckBlock, DialogueBlock, ScenarioBlock
from cms.blocks.prose import ChecklistBlock, DoDontBlock, FlipCardsBlock, StepsBlock, TextBlock


class LessonBody(blocks.StreamBlock):
    heading = blocks.CharBlock(max_length=100, icon="title", label=_("Heading"), template="cms/blocks/heading.html")
    text = TextBlock()
    picture = PictureBlock()
    video = VideoBlock()
    steps = StepsBlock()
    do_dont = DoDontBlock()
    flip_cards = FlipCardsBlock()
    checklist = ChecklistBlock()
    scenario = ScenarioBlock()
    dialogue = DialogueBlock()
    check = CheckBlock()
    remember = blocks.TextBlock(icon="pin", label=_("To remember"), template="cms/blocks/remember.html")
    standard = SnippetChooserBlock(
        "assessments.Standard",
        icon="clipboard-list",
        label=_("Standard"),
        template="cms/blocks/standard.html",
    )
    download = DownloadBlock()
