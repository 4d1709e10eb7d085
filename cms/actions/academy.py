"""The ground that courses stand on: a root page for each language, and what a trainer may do there."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from cms.actions.review import open_review
from cms.models import AcademyPage, StandardsPage
from people.models import Role

ON_PAGES = ("add", "change", "publish", "bulk_delete")
IN_COLLECTIONS = (
    *(("wagtailimages", f"{act}_image") for act in ("add", "change", "choose")),
    *(("wagtaildocs", f"{act}_document") for act in ("add", "change", "choose")),
)
OF_MODELS = (
    ("wagtailadmin", "access_admin"),
    ("wagtail_localize", "submit_translation"),
    *(("assessments", f"{act}_standard") for act in ("add", "change", "delete", "view")),
)


@transaction.atomic
def open_academies() -> dict[str, AcademyPage]:
    """The root page of every language with its shelf of standards, made where they are missing; the site begins
    at the default one."""
    academies: dict[str, AcademyPage] = {}
    for code in sorted(dict(settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        standing = AcademyPage.objects.filter(locale=locale).first()
        academies[code] = standing or _open(locale, academies.get(settings.LANGUAGE_CODE))
    shelves_of(academies)
    _begin_site_at(academies[settings.LANGUAGE_CODE])
    _admit_trainers(academies.values())
    open_review(academies.values())
    return academies


def _open(locale: Locale, original: AcademyPage | None) -> AcademyPage:
    default = locale.language_code == settings.LANGUAGE_CODE
    with override(locale.language_code):
        academy = AcademyPage(
            title=gettext("Academy"),
            slug="academy" if default else f"academy-{locale.language_code}",
            locale=locale,
        )
    if original:
        academy.translation_key = original.translation_key
    Page.get_first_root_node().add_child(instance=academy)
    academy.save_revision().publish()
    return academy


def shelves_of(academies: Mapping[str, AcademyPage]) -> dict[str, StandardsPage]:
    """Where the standards of every language stand, made where it is missing."""
    shelves = {shelf.language: shelf for shelf in StandardsPage.objects.select_related("locale")}
    for code, academy in academies.items():
        if code not in shelves:
            shelves[code] = _open_shelf(academy, next(iter(shelves.values()), None))
    return shelves


def _open_shelf(academy: AcademyPage, original: StandardsPage | None) -> StandardsPage:
    with override(academy.locale.language_code):
        shelf = StandardsPage(title=gettext("Service standards"), slug="standards", locale=academy.locale)
    if original:
        shelf.translation_key = original.translation_key
    AcademyPage.objects.get(pk=academy.pk).add_child(instance=shelf)
    shelf.save_revision().publish()
    return shelf


def _begin_site_at(academy: AcademyPage) -> None:
    """Point the site to the academy and take down Wagtail's welcome page, if nothing else was made of it."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    if site.pk and site.root_page_id == academy.pk:
        return
    welcome = site.root_page if site.pk else None
    if site.hostname == "localhost":
        address = urlsplit(settings.SITE_URL)
        site.hostname = address.hostname or "localhost"
        site.port = address.port or (443 if address.scheme == "https" else 80)
    site.root_page, site.site_name = academy.page_ptr, settings.SITE_NAME
    site.save()
    if welcome and welcome.content_type.model_class() is Page and not welcome.get_children().exists():
        welcome.delete()


def _admit_trainers(academies: Iterable[AcademyPage]) -> None:
    """Trainers write and publish everything in the academies, and take pictures and files for it."""
    trainers = Group.objects.get_or_create(name=Role.TRAINER.value)[0]
    on_pages = _permissions([("wagtailcore", f"{act}_page") for act in ON_PAGES])
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=trainers, page=academy.page_ptr, permission=permission)
            for academy in academies
            for permission in on_pages
        ],
        ignore_conflicts=True,
    )
    everything = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=trainers, collection=everything, permission=permission)
            for permission in _permissions(IN_COLLECTIONS)
        ],
        ignore_conflicts=True,
    )
    trainers.permissions.add(*_permissions(OF_MODELS))


def _permissions(named: Sequence[tuple[str, str]]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label__in={app for app, _ in named},
            codename__in={codename for _, codename in named},
        )
    )
