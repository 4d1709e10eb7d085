"""Bodies of lesson pages with every kind of block, for tests and measurements."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from assessments.models import Standard
from cms.models import LessonPage

TALK = {
    "ours": False,
    "setting": "Saturday afternoon, the shoe corner.",
    "lines": [
        {
            "id": "start",
            "customer": "The sole came off!",
            "replies": [
                {"say": "Let me see.", "why": "She feels heard.", "good": True, "next": "calm"},
                {"say": "Receipt?", "why": "She feels doubted.", "good": False, "next": "angry"},
            ],
        },
        {
            "id": "calm",
            "customer": "Here it is.",
            "replies": [
                {"say": "I will exchange them.", "why": "A way out.", "good": True, "next": "end"},
                {"say": "Hm.", "why": "Nothing was said.", "good": False, "next": "angry"},
            ],
        },
        {
            "id": "angry",
            "customer": "What is that supposed to mean?",
            "replies": [
                {"say": "I am sorry.", "why": "It takes the edge off.", "good": True, "next": "end"},
                {"say": "Calm down.", "why": "Nobody ever did.", "good": False, "next": "angry"},
            ],
        },
        {"id": "end", "customer": "All right.", "replies": []},
    ],
}
SCENARIO = {
    "ours": True,
    "setting": "At the door.",
    "customer": "Hello?",
    "choices": [
        {"say": "Welcome!", "reaction": "She smiles.", "why": "You spoke first.", "good": True},
        {"say": "Busy.", "reaction": "She leaves.", "why": "She felt unseen.", "good": False},
    ],
}
CHECK = {
    "ours": False,
    "question": "Who speaks first?",
    "options": [
        {"text": "I do", "correct": True, "feedback": "Yes."},
        {"text": "They do", "correct": False, "feedback": "They wait for you."},
    ],
}
CARDS = {"ours": False, "cards": [{"front": "Warm", "back": "Greet."}, {"front": "Careful", "back": "Look twice."}]}
LIST = {"ours": False, "title": "Before opening", "items": ["Mirror", "Badge", "Shoes"]}


def block(kind: str, value: Any, id: str = "") -> dict[str, Any]:
    return {"type": kind, "value": value} | ({"id": id} if id else {})


def document(name: str, content: bytes = b"0123456789") -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(content, name=name), file_size=len(content))


def image(name: str = "shop.png") -> Any:
    return get_image_model().objects.create(title=name, file=get_test_image_file(name, size=(1200, 800)))


def every_kind(times: int) -> list[dict[str, Any]]:
    """`times` blocks of every kind, each with things of its own: standards, files, pictures, links to all lessons."""
    pages = LessonPage.objects.values_list("pk", flat=True)
    links = "".join(f'<a linktype="page" id="{pk}">x</a>' for pk in pages)
    body = []
    for number in range(times):
        code = f"S-{number}"
        standard = Standard.objects.get_or_create(code=code, defaults={"titles": {"en": code}, "texts": {"en": code}})
        film, words, poster = document(f"film-{number}.mp4"), document(f"film-{number}.vtt"), image()
        body += [
            block("heading", f"Part {number}"),
            block("text", {"ours": False, "text": f"<p>{links}</p>"}),
            block("picture", {"ours": False, "image": image().pk, "alt": "A tidy counter", "caption": ""}),
            block(
                "video",
                {
                    "ours": False,
                    "title": "How to greet",
                    "file": film.pk,
                    "captions": words.pk,
                    "poster": poster.pk,
                    "transcript": "Welcome.",
                },
            ),
            block("steps", {"ours": False, "steps": [{"title": "Look up", "text": "Smile."}] * 3}),
            block("do_dont", {"ours": False, "do": ["Smile"], "dont": ["Look down"]}),
            block("flip_cards", CARDS),
            block("checklist", LIST),
            block("scenario", SCENARIO),
            block("dialogue", TALK),
            block("check", CHECK),
            block("remember", "Speak first."),
            block("standard", standard[0].pk),
            block("download", {"ours": False, "file": document(f"list-{number}.pdf").pk, "note": "For the wall"}),
        ]
    return body
