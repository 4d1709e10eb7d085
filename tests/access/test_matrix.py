"""Every address of ours × the cast → the code it answers with. An address that is missing here fails."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cms.models import CoursePage, LessonPage
from tests.access.world import make_world

GET, POST = "get", "post"
PEOPLE = ("alice", "bob", "carol", "dan", "eve", "tina", "mallory", "ada", "nobody")
OURS = ("foundation", "people", "assessments", "training", "cms", "scorecards")


def nothing(world: dict[str, Any]) -> list[Any]:
    return []


def one(name: str) -> Callable[[dict[str, Any]], list[Any]]:
    """The address takes the key of this row of the world."""
    return lambda world: [world[name].pk]


cycle, scheme, load, job, unit, carol, live, graded, handed_in = map(
    one, ("cycle", "scheme", "load", "job", "unit", "carol", "live", "graded", "handed_in")
)


question_file = one("question_file")


def late_answer(world: dict[str, Any]) -> list[Any]:
    return [world["late_answer"].pk]


def kind(world: dict[str, Any]) -> list[Any]:
    return ["units"]


def no_upload(world: dict[str, Any]) -> list[Any]:
    return [1]


def no_document(world: dict[str, Any]) -> list[Any]:
    return [1, "none.pdf"]


waits, given_mark, regrade = map(one, ("waits", "mark", "regrade"))


def pile(world: dict[str, Any]) -> list[Any]:
    return [world["waits"].attempt.quiz_id, world["waits"].question_id]


def marked_quiz(world: dict[str, Any]) -> list[Any]:
    return [world["waits"].attempt.quiz_id]


def asked(world: dict[str, Any]) -> list[Any]:
    return [world["asked"].attempt.quiz_id, world["asked"].question_id]


def unknown_code(world: dict[str, Any]) -> list[Any]:
    return ["ABCD"]


def notice(world: dict[str, Any]) -> list[Any]:
    return [world["notice"].pk]


def grant_of_dan(world: dict[str, Any]) -> list[Any]:
    return [world["dan"].pk, world["grant"].pk]


def quiz(world: dict[str, Any]) -> list[Any]:
    return [world["quiz"].code]


quiz_key, skills_check = one("quiz"), one("skills_check")


def first_answer(world: dict[str, Any]) -> list[Any]:
    return [world["live"].pk, 1]


def practised(world: dict[str, Any]) -> list[Any]:
    return [world["practice_day"].pk, 1]


def question(world: dict[str, Any]) -> list[Any]:
    return [world["quiz"].items.get(order=1).question_id]


def kind_of_question(world: dict[str, Any]) -> list[Any]:
    return ["single"]


def no_picture(world: dict[str, Any]) -> list[Any]:
    return ["0" * 64]


def certificate(world: dict[str, Any]) -> list[Any]:
    return [world["certificate"].code]


def template(world: dict[str, Any]) -> list[Any]:
    return [world["certificate_template"].pk]


def course(world: dict[str, Any]) -> list[Any]:
    return [world["course"].code]


def lesson(world: dict[str, Any]) -> list[Any]:
    return [world["course"].code, "four-principles"]


def card(world: dict[str, Any]) -> list[Any]:
    return [world["cycle"].code, world["carol"].employee_no]


def line(world: dict[str, Any]) -> list[Any]:
    return [*card(world), world["line"].pk]


def question_asked(world: dict[str, Any]) -> list[Any]:
    return [world["live"].items.get().question_id]


def course_page(world: dict[str, Any]) -> list[Any]:
    return [CoursePage.objects.earliest("pk").pk]


def lesson_page(world: dict[str, Any]) -> list[Any]:
    return [LessonPage.objects.earliest("pk").pk]


path = one("path")


def path_code(world: dict[str, Any]) -> list[Any]:
    return [world["path"].code]


def elective(world: dict[str, Any]) -> list[Any]:
    return [world["path"].code, "extra"]


def on_path(world: dict[str, Any]) -> list[Any]:
    return [world["path"].pk, world["assignment"].pk]


session, observation, rubric, competency = map(one, ("session", "observation", "rubric", "competency"))


def made_up_attendance(world: dict[str, Any]) -> list[Any]:
    return ["1-1.made-up"]


def survey_after(world: dict[str, Any]) -> list[Any]:
    return [world["watched"].pk, "after"]


def practical_of_carol(world: dict[str, Any]) -> list[Any]:
    return [world["carol"].employee_no, world["watched"].course.code]


standard, change, told, kpi = map(one, ("standard", "change", "told", "kpi"))


def standard_code(world: dict[str, Any]) -> list[Any]:
    return [world["standard"].code]


def unpublished(world: dict[str, Any]) -> list[Any]:
    return [world["lesson_page"].pk, world["lesson_draft"].pk]


# Alice is HR, Bob manages store one where Carol and Dan work, Eve works in store two, Tina is a trainer,
# Mallory a mystery shopper, Ada an administrator, nobody is not signed in. The rows are about Carol.
# 302 for nobody leads to the sign-in page; after a POST it leads on.
#
#                                              alice bob carol dan eve tina mallory ada nobody
TABLE: dict[str, tuple[str, Callable[[dict[str, Any]], list[Any]], str]] = {
    "accommodations:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "accommodations:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "accommodations:new": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "accommodations:new post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "accommodations:person": (GET, carol, "200 403 403 403 403 200 403 403 302"),
    "accommodations:person post": (POST, carol, "422 403 403 403 403 422 403 403 302"),
    "assessments:skills": (GET, skills_check, "404 404 200 404 404 404 404 404 302"),
    "quiz_office:codes": (GET, quiz_key, "200 403 403 403 403 200 403 403 302"),
    "quiz_office:codes post": (POST, quiz_key, "422 403 403 403 403 422 403 403 302"),
    "quiz_office:count post": (POST, quiz_key, "200 403 403 403 403 200 403 403 302"),
    "quiz_office:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "quiz_office:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "quiz_office:new": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "quiz_office:new post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "quiz_office:quiz": (GET, quiz_key, "200 403 403 403 403 200 403 403 302"),
    "quiz_office:quiz post": (POST, quiz_key, "422 403 403 403 403 422 403 403 302"),
    "assessments:answer post": (POST, first_answer, "404 404 302 404 404 404 404 404 302"),
    "assessments:attempt": (GET, live, "404 404 200 404 404 404 404 404 302"),
    "assessments:practice": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "assessments:practice-answer": (GET, practised, "404 404 302 404 404 404 404 404 302"),
    "assessments:practice-answer post": (POST, practised, "404 404 422 404 404 404 404 404 302"),
    "assessments:quiz": (GET, quiz, "200 200 200 200 200 200 200 200 302"),
    "assessments:quiz post": (POST, quiz, "200 302 302 302 302 200 200 200 302"),
    "assessments:result": (GET, graded, "404 404 200 404 404 404 404 404 302"),
    "assessments:upload": (GET, handed_in, "404 404 200 404 404 200 404 404 302"),
    "assessments:submit post": (POST, live, "404 404 302 404 404 404 404 404 302"),
    "certificates_office:archive": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:archive post": (POST, nothing, "302 403 403 403 403 403 403 403 302"),
    "certificates_office:certificate": (GET, certificate, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:certified": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:certified_sheet": (GET, nothing, "302 403 403 403 403 403 403 403 302"),
    "certificates_office:index": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:index_results": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:issue": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:issue post": (POST, nothing, "422 403 403 403 403 403 403 403 302"),
    "certificates_office:reissue": (GET, certificate, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:reissue post": (POST, certificate, "422 403 403 403 403 403 403 403 302"),
    "certificates_office:revoke": (GET, certificate, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:revoke post": (POST, certificate, "422 403 403 403 403 403 403 403 302"),
    "certificates_office:template": (GET, template, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:template post": (POST, template, "422 403 403 403 403 403 403 403 302"),
    "certificates_office:template_new": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:template_new post": (POST, nothing, "422 403 403 403 403 403 403 403 302"),
    "certificates_office:template_preview": (GET, template, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:template_preview post": (POST, nothing, "422 403 403 403 403 403 403 403 302"),
    "certificates_office:templates": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "certificates_office:templates_results": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "cms:course": (GET, course, "200 200 200 200 200 200 404 200 302"),
    "cms:course post": (POST, course, "302 302 302 302 302 302 404 302 302"),
    "cms:courses": (GET, nothing, "200 200 200 200 200 200 404 200 302"),
    "cms:lesson": (GET, lesson, "200 200 200 200 200 200 404 200 302"),
    "cms:lesson-done post": (POST, lesson, "302 302 302 302 302 302 404 302 302"),
    "cms:lesson-progress post": (POST, lesson, "404 400 400 400 400 404 404 404 302"),
    "changes:change": (GET, change, "403 403 403 403 403 200 403 403 302"),
    "changes:change post": (POST, change, "403 403 403 403 403 422 403 403 302"),
    "changes:index": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "changes:resume post": (POST, change, "403 403 403 403 403 302 403 403 302"),
    "cms:standard": (GET, standard_code, "200 200 200 200 200 200 404 200 302"),
    "cms:standard-sign post": (POST, standard_code, "404 404 404 404 404 404 404 404 302"),
    "cms:standards": (GET, nothing, "200 200 200 200 200 200 404 200 302"),
    "coverage:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "coverage:sheet": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "coverage:standard": (GET, standard, "200 403 403 403 403 200 403 403 302"),
    "kpis:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "kpis:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "kpis:kpi": (GET, kpi, "200 403 403 403 403 200 403 403 302"),
    "kpis:kpi post": (POST, kpi, "302 403 403 403 403 302 403 403 302"),
    "marking:answer": (GET, waits, "403 403 403 403 403 200 403 403 302"),
    "marking:answer post": (POST, waits, "403 403 403 403 403 422 403 403 302"),
    "marking:draft post": (POST, waits, "403 403 403 403 403 200 403 403 302"),
    "marking:file": (GET, waits, "403 403 403 403 403 200 403 403 302"),
    "marking:given": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "marking:given_results": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "marking:index": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "marking:mark": (GET, given_mark, "403 403 403 403 403 200 403 403 302"),
    "marking:mark post": (POST, given_mark, "403 403 403 403 403 422 403 403 302"),
    "marking:next": (GET, pile, "403 403 403 403 403 302 403 403 302"),
    "marking:rule": (GET, marked_quiz, "403 403 403 403 403 200 403 403 302"),
    "marking:rule post": (POST, marked_quiz, "403 403 403 403 403 422 403 403 302"),
    "regrades:approve": (GET, regrade, "200 403 403 403 403 200 403 403 302"),
    "regrades:approve post": (POST, regrade, "302 403 403 403 403 302 403 403 302"),
    "regrades:choose": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "regrades:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "regrades:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "regrades:look post": (POST, regrade, "302 403 403 403 403 302 403 403 302"),
    "regrades:propose": (GET, asked, "403 403 403 403 403 200 403 403 302"),
    "regrades:propose post": (POST, asked, "403 403 403 403 403 422 403 403 302"),
    "regrades:regrade": (GET, regrade, "200 403 403 403 403 200 403 403 302"),
    "regrades:reject post": (POST, regrade, "302 403 403 403 403 302 403 403 302"),
    "regrades:undo": (GET, regrade, "200 403 403 403 403 200 403 403 302"),
    "regrades:undo post": (POST, regrade, "302 403 403 403 403 302 403 403 302"),
    "publish_change": (GET, unpublished, "403 403 403 403 403 200 403 403 302"),
    "publish_change post": (POST, unpublished, "403 403 403 403 403 422 403 403 302"),
    "signatures:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "signatures:sheet": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "signatures:standard": (GET, standard, "200 403 403 403 403 200 403 403 302"),
    "training:change": (GET, told, "200 200 200 200 200 200 404 200 302"),
    "training:change post": (POST, told, "302 302 302 302 302 302 404 302 302"),
    "training:team-standards": (GET, nothing, "200 200 404 200 404 404 404 404 302"),
    "wagtailsnippets_assessments_standard:add": (GET, nothing, "403 403 403 403 403 302 403 403 302"),
    "cycles:cards": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:cards_results": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:close": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:close post": (POST, cycle, "302 403 403 403 403 403 403 403 302"),
    "cycles:cycle": (GET, cycle, "200 403 403 403 403 403 403 403 302"),
    "cycles:index": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "cycles:index_results": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "cycles:reopen": (GET, cycle, "302 403 403 403 403 403 403 403 302"),
    "cycles:reopen post": (POST, cycle, "422 403 403 403 403 403 403 403 302"),
    "cycles:score post": (POST, cycle, "302 403 403 403 403 403 403 403 302"),
    "data_export": (GET, kind, "200 403 403 403 403 403 403 403 302"),
    "data_file": (GET, load, "200 403 403 403 403 403 403 403 302"),
    "data_index": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "data_load": (GET, kind, "200 403 403 403 403 403 403 403 302"),
    "data_load post": (POST, kind, "422 403 403 403 403 403 403 403 302"),
    "foundation:notice": (GET, notice, "404 404 302 404 404 404 404 404 302"),
    "foundation:notices": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "foundation:notices post": (POST, nothing, "302 302 302 302 302 302 302 302 302"),
    "job": (GET, job, "200 403 403 403 403 404 403 404 302"),
    "job_cancel post": (POST, job, "302 403 403 403 403 404 403 404 302"),
    "job_file": (GET, job, "404 403 403 403 403 404 403 404 302"),
    "job_file post": (POST, job, "404 403 403 403 403 404 403 404 302"),
    "job_progress": (GET, job, "200 403 403 403 403 404 403 404 302"),
    "job_progress post": (POST, job, "200 403 403 403 403 404 403 404 302"),
    "jobs": (GET, nothing, "200 403 403 403 403 200 403 200 302"),
    "paths:assign": (GET, path, "200 403 403 403 403 200 403 403 302"),
    "paths:assign post": (POST, path, "422 403 403 403 403 422 403 403 302"),
    "paths:edit": (GET, path, "200 403 403 403 403 200 403 403 302"),
    "paths:edit post": (POST, path, "422 403 403 403 403 422 403 403 302"),
    "paths:export": (GET, path, "200 403 403 403 403 200 403 403 302"),
    "paths:follow post": (POST, path, "302 403 403 403 403 302 403 403 302"),
    "document": (GET, no_document, "404 404 404 404 404 404 404 404 404"),
    "paths:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "paths:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "paths:new": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "paths:new post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "paths:people": (GET, path, "200 403 403 403 403 200 403 403 302"),
    "paths:people_results": (GET, path, "200 403 403 403 403 200 403 403 302"),
    "paths:take-off post": (POST, on_path, "302 403 403 403 403 302 403 403 302"),
    "people:join": (GET, unknown_code, "404 404 404 404 404 404 404 404 404"),
    "people:language post": (POST, nothing, "400 400 400 400 400 400 400 400 400"),
    "people:me": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "people:me post": (POST, nothing, "200 200 200 200 200 200 200 200 302"),
    "people:reminders post": (POST, nothing, "302 302 302 302 302 302 302 302 302"),
    "people:theme post": (POST, nothing, "400 400 400 400 400 400 400 400 400"),
    "people:time-zone post": (POST, nothing, "400 400 400 400 400 400 400 400 302"),
    "people_office:grant post": (POST, carol, "302 403 403 403 403 403 403 302 302"),
    "people_office:index": (GET, nothing, "200 403 403 403 403 403 403 200 302"),
    "people_office:index_results": (GET, nothing, "200 403 403 403 403 403 403 200 302"),
    "people_office:invitation": (GET, carol, "200 403 403 403 403 403 403 200 302"),
    "people_office:invite post": (POST, carol, "302 403 403 403 403 403 403 302 302"),
    "people_office:person": (GET, carol, "200 403 403 403 403 403 403 200 302"),
    "people_office:revoke post": (POST, grant_of_dan, "302 403 403 403 403 403 403 302 302"),
    "people_office:unit": (GET, unit, "200 403 403 403 403 403 403 200 302"),
    "people_office:units": (GET, nothing, "200 403 403 403 403 403 403 200 302"),
    "schemes:index": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "schemes:index_results": (GET, nothing, "200 403 403 403 403 403 403 403 302"),
    "schemes:pay post": (POST, scheme, "302 403 403 403 403 403 403 403 302"),
    "schemes:payouts": (GET, scheme, "200 403 403 403 403 403 403 403 302"),
    "schemes:payouts_results": (GET, scheme, "200 403 403 403 403 403 403 403 302"),
    "schemes:scheme": (GET, scheme, "200 403 403 403 403 403 403 403 302"),
    "scorecards:card": (GET, card, "200 200 200 404 404 404 404 404 302"),
    "scorecards:line": (GET, line, "200 200 200 404 404 404 404 404 302"),
    "scorecards:reviews": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "scorecards:team": (GET, nothing, "200 200 404 200 404 404 404 404 302"),
    "training:certificate-badge": (GET, certificate, "200 200 200 404 404 404 404 404 302"),
    "training:certificate-pdf": (GET, certificate, "200 200 200 404 404 404 404 404 302"),
    "training:certificates": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "course_reports:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "course_reports:report": (GET, course, "200 403 403 403 403 200 403 403 302"),
    "course_reports:sheet": (GET, course, "200 403 403 403 403 200 403 403 302"),
    "late_answers:answer": (GET, late_answer, "403 403 403 403 403 200 403 403 302"),
    "late_answers:answer post": (POST, late_answer, "403 403 403 403 403 422 403 403 302"),
    "late_answers:index": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "late_answers:index_results": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "assessments:question-picture": (GET, no_picture, "404 404 404 404 404 404 404 404 302"),
    "competencies:competency": (GET, competency, "200 403 403 403 403 200 403 403 302"),
    "competencies:competency post": (POST, competency, "422 403 403 403 403 422 403 403 302"),
    "competencies:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "competencies:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "competencies:new": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "competencies:new post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "question_bank:alike": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "question_bank:alike post": (POST, nothing, "302 403 403 403 403 302 403 403 302"),
    "question_bank:bulk": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "question_bank:bulk post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "question_bank:edit": (GET, question, "200 403 403 403 403 200 403 403 302"),
    "question_bank:edit post": (POST, question, "422 403 403 403 403 422 403 403 302"),
    "question_bank:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "question_bank:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "question_bank:kinds": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "question_bank:new": (GET, kind_of_question, "200 403 403 403 403 200 403 403 302"),
    "question_bank:new post": (POST, kind_of_question, "422 403 403 403 403 422 403 403 302"),
    "question_bank:question": (GET, question, "200 403 403 403 403 200 403 403 302"),
    "question_bank:retire post": (POST, question, "302 403 403 403 403 302 403 403 302"),
    "question_bank:versions": (GET, question, "200 403 403 403 403 200 403 403 302"),
    "question_export:export": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "question_export:export post": (POST, nothing, "302 403 403 403 403 302 403 403 302"),
    "question_import:look": (GET, question_file, "200 403 403 403 403 200 403 403 302"),
    "question_import:look post": (POST, question_file, "302 403 403 403 403 302 403 403 302"),
    "question_import:send": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "question_import:send post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "question_import:template": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "rubrics:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "rubrics:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "rubrics:new": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "rubrics:new post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "rubrics:rubric": (GET, rubric, "200 403 403 403 403 200 403 403 302"),
    "rubrics:rubric post": (POST, rubric, "422 403 403 403 403 422 403 403 302"),
    "sessions_office:attendance post": (POST, session, "302 403 403 403 403 302 403 403 302"),
    "sessions_office:cancel": (GET, session, "200 403 403 403 403 200 403 403 302"),
    "sessions_office:cancel post": (POST, session, "302 403 403 403 403 302 403 403 302"),
    "sessions_office:edit": (GET, session, "200 403 403 403 403 200 403 403 302"),
    "sessions_office:edit post": (POST, session, "422 403 403 403 403 422 403 403 302"),
    "sessions_office:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "sessions_office:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "sessions_office:new": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "sessions_office:new post": (POST, nothing, "422 403 403 403 403 422 403 403 302"),
    "sessions_office:screen": (GET, session, "200 403 403 403 403 200 403 403 302"),
    "sessions_office:session": (GET, session, "200 403 403 403 403 200 403 403 302"),
    "training:attend": (GET, made_up_attendance, "404 404 404 404 404 404 404 404 404"),
    "training:attend post": (POST, made_up_attendance, "404 404 404 404 404 404 404 404 404"),
    "training:book-session post": (POST, session, "404 404 302 404 404 404 404 404 302"),
    "training:confirm-practical": (GET, practical_of_carol, "403 200 403 404 404 200 404 404 302"),
    "training:confirm-practical post": (POST, practical_of_carol, "403 422 403 404 404 422 404 404 302"),
    "training:give-back-session post": (POST, session, "404 404 302 404 404 404 404 404 302"),
    "training:practical": (GET, observation, "200 200 200 404 404 200 404 404 302"),
    "training:session": (GET, session, "404 404 200 404 404 404 404 404 302"),
    "training:session-calendar": (GET, session, "404 404 200 404 404 404 404 404 302"),
    "training:sessions": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "training:survey": (GET, survey_after, "404 404 200 404 404 404 404 404 302"),
    "training:survey post": (POST, survey_after, "404 404 409 404 404 404 404 404 302"),
    "training:team-practicals": (GET, nothing, "403 200 403 200 403 200 403 403 302"),
    "training:home": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "training:choose-course post": (POST, elective, "404 404 302 404 404 404 404 404 302"),
    "training:give-back-course post": (POST, elective, "404 404 302 404 404 404 404 404 302"),
    "training:path": (GET, path_code, "404 404 200 404 404 404 404 404 302"),
    "training:paths": (GET, nothing, "200 200 200 200 200 200 200 200 302"),
    "training:did": (GET, nothing, "200 200 200 200 200 200 200 200 200"),
    "training:team-certificates": (GET, nothing, "200 200 404 200 404 404 404 404 302"),
    "training:verify": (GET, certificate, "200 200 200 200 200 200 200 200 200"),
    "training:verify-form": (GET, nothing, "200 200 200 200 200 200 200 200 200"),
    "training:verify-form post": (POST, nothing, "422 422 422 422 422 422 422 422 422"),
    "training:verify-json": (GET, certificate, "200 200 200 200 200 200 200 200 200"),
    "quiz_results:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "quiz_results:index_results": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "quiz_results:quiz": (GET, quiz, "200 403 403 403 403 200 403 403 302"),
    "quiz_results:sheet": (GET, quiz, "200 403 403 403 403 200 403 403 302"),
    "gradebook:index": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "gradebook:sheet": (GET, nothing, "200 403 403 403 403 200 403 403 302"),
    "quiz_figures:quiz": (GET, quiz, "200 403 403 403 403 200 403 403 302"),
    "quiz_figures:sheet": (GET, quiz, "200 403 403 403 403 200 403 403 302"),
    "quiz_figures:question": (GET, question_asked, "200 403 403 403 403 200 403 403 302"),
    "translations:index": (GET, nothing, "403 403 403 403 403 200 403 403 302"),
    "translations:page": (GET, lesson_page, "403 403 403 403 403 200 403 403 302"),
    "translations:create post": (POST, lesson_page, "403 403 403 403 403 302 403 403 302"),
    "word:send": (GET, course_page, "403 403 403 403 403 200 403 403 302"),
    "word:look": (GET, no_upload, "403 403 403 403 403 404 403 403 302"),
    "copies:course": (GET, course_page, "403 403 403 403 403 200 403 403 302"),
}


def routes(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, entry.name or "")), entry


def our_routes() -> set[str]:
    found = set()
    for name, entry in routes(get_resolver()):
        module = getattr(entry.callback, "__module__", "")
        if module.partition(".")[0] in OURS:
            found.add(name)
    return found


def test_every_address_of_ours_is_in_the_table():
    assert our_routes() == {name.partition(" ")[0] for name in TABLE}


def test_who_gets_which_answer(cast, client, subtests, tmp_path):
    world = make_world(cast, tmp_path)
    answers: dict[str, dict[str, int]] = {row: {} for row in TABLE}
    for person in PEOPLE:
        client.logout()
        if person != "nobody":
            client.force_login(getattr(cast, person))
        for row, (method, arguments, _codes) in TABLE.items():
            answers[row][person] = ask(client, method, reverse(row.partition(" ")[0], args=arguments(world)))
    for row, (_method, _arguments, expected) in TABLE.items():
        with subtests.test(row):
            assert answers[row] == dict(zip(PEOPLE, map(int, expected.split()), strict=True))


def ask(client: Client, method: str, url: str) -> int:
    """The code of the answer; whatever it did is undone."""
    untouched = transaction.savepoint()
    code = getattr(client, method)(url).status_code
    transaction.savepoint_rollback(untouched)
    return code


# Wagtail's and allauth's addresses, as groups: one of each stands for all.
THEIRS = {
    "/admin/": "200 403 403 403 403 200 403 200 302",
    "/admin/pages/": "302 403 403 403 403 302 403 302 302",
    "/admin/reports/site-history/": "200 403 403 403 403 200 403 200 302",
    "/admin/images/": "302 403 403 403 403 302 403 302 302",
    "/documents/1/none.pdf": "404 404 404 404 404 404 404 404 404",
    "/accounts/login/": "302 302 302 302 302 302 302 302 200",
    "/accounts/signup/": "302 302 302 302 302 302 302 302 200",
    "/accounts/password/change/": "200 200 200 200 200 200 200 200 302",
}


def test_what_others_brought_along_is_open_to_the_same_people(cast, client, subtests):
    for url, expected in THEIRS.items():
        with subtests.test(url):
            answers = {}
            for person in PEOPLE:
                client.logout()
                if person != "nobody":
                    client.force_login(getattr(cast, person))
                answers[person] = client.get(url).status_code
            assert answers == dict(zip(PEOPLE, map(int, expected.split()), strict=True))


def test_every_page_says_that_nobody_elses_server_is_called(cast, client):
    client.force_login(cast.alice)
    for url in ("/team/", "/admin/", "/accounts/password/change/"):
        assert "default-src 'self'" in client.get(url)["Content-Security-Policy"]
