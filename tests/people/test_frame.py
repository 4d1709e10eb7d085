"""The frame around every page: ways by role, errors in both languages, nothing that the policy forbids."""

import re

import pytest
from django.contrib.auth.models import Group
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from people.models import Role
from people.permissions import OFFICE, requires_role


@pytest.mark.parametrize(
    ("who", "tops"),
    [
        ("carol", ["Learn", "Reviews", "Certificates", "Standards"]),
        ("bob", ["Learn", "Team", "Reviews", "Certificates", "Standards"]),
        ("alice", ["Team", "Standards", "Back office"]),
        ("tina", ["Standards", "Back office"]),
        ("ada", ["Standards", "Back office"]),
        ("mallory", []),
    ],
)
def test_each_has_their_own_ways(client, cast, who, tops):
    client.force_login(getattr(cast, who))
    ways = client.get("/me/").context["navigation"]
    assert [str(way.label) for way in ways if way.top] == tops
    assert [str(way.label) for way in ways if way.tab][-1] == "Me"
    assert [str(way.label) for way in ways if way.current] == ["Me"]


def test_the_frame_asks_for_roles_and_employee_once(client, cast, django_assert_num_queries):
    client.force_login(cast.bob)
    with django_assert_num_queries(5):  # session, person with roles, posting, grants, more time in quizzes
        client.get("/me/")


def test_my_page_shows_place_post_and_roles(client, cast):
    client.force_login(cast.bob)
    page = client.get("/me/").content.decode()
    assert "湖滨店 · 导购" in page
    assert "00001" in page
    assert "Manager" in page


def test_somebody_unknown_is_asked_to_sign_in(client, db):
    assert client.get("/me/")["Location"] == "/accounts/login/?next=/me/"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nothing here, or not for you"), ("zh-hans", 'html lang="zh-Hans"')]
)
def test_what_is_not_there_is_said_calmly(client, db, language, words):
    response = client.get("/nowhere-at-all/", headers={"accept-language": language})
    assert response.status_code == 404
    assert words in response.content.decode()


def test_a_form_that_was_open_too_long_says_that_nothing_was_sent(cast):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/language/", {"language": "en"}, headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


def test_the_last_page_needs_nothing_and_speaks_both_languages(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert "我们这边出了点问题" in page
    assert "Something went wrong on our side" in page


@pytest.mark.parametrize("address", ["/me/", "/accounts/login/", "/accounts/password/reset/", "/nowhere-at-all/"])
def test_no_page_carries_what_the_policy_forbids(client, cast, address):
    if address == "/me/":
        client.force_login(cast.bob)
    response = client.get(address)
    page = response.content.decode()
    assert not re.search(r"\sstyle\s*=", page)
    assert not re.search(r"\son[a-z]+\s*=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_the_way_in_is_asked_of_role_holders_only(cast):
    @requires_role(Role.HR)
    def room(request):
        return HttpResponse("in")

    def visit(view, user):
        request = RequestFactory().get("/room/")
        request.user = user
        return view(request)

    assert visit(room, cast.alice).content == b"in"
    with pytest.raises(Exception, match=r"^$") as refused:
        visit(room, cast.bob)
    assert type(refused.value).__name__ == "PermissionDenied"
    with pytest.raises(Http404):
        visit(requires_role(Role.HR, secret=True)(lambda request: HttpResponse("in")), cast.bob)


def test_there_is_a_group_for_every_role_and_none_besides(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


@pytest.mark.parametrize("role", Role.values)
def test_the_back_office_opens_to_those_who_work_there(client, cast, at, role):
    from tests.factories import grant

    grant(cast.dan, role, cast.company)
    client.force_login(cast.dan)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == (200 if role in OFFICE else 403)


def test_the_back_office_carries_our_name(client, cast):
    client.force_login(cast.tina)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "<title>Dashboard - Five Hearts</title>" in re.sub(r"\s+", " ", page).replace("> ", ">").replace(" <", "<")
    assert "css/office.css" in page
    assert "Good to see you, Tina" in page
    spoken = re.sub(r"<(script|noscript).*?</\1>|<[^>]+>", "", page, flags=re.S)
    assert "Wagtail" not in spoken


def test_the_first_page_of_the_back_office_shows_the_doors_of_this_person_only(client, cast):
    def doors(who):
        client.force_login(getattr(cast, who))
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        return re.findall(r'href="([^"]+)"', page[page.index("office-doors") : page.index("</section>")])

    assert reverse("people_office:index") in doors("alice")
    assert reverse("people_office:index") not in doors("tina")


def test_the_door_of_the_back_office_is_our_own_sign_in(client, db):
    assert client.get(reverse("wagtailadmin_home"))["Location"].startswith("/accounts/login/?next=")
