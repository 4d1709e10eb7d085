"""What the office is asked about a learning path: one sheet of forms that becomes a draft."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from foundation.wording import worded
from people.models import Position, Unit
from training.audiences import PathDraft
from training.models import Audience, Course
from training.path_problems import problems
from training.rules.paths import Rule, Step

MOST_DAYS = 3650
BOUNDS = ("hired_from", "hired_until", "served_from", "served_until", "level_from", "level_until")


def days(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=False, min_value=0, max_value=MOST_DAYS)


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PathForm(forms.Form):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        allow_unicode=True,
        help_text=gettext_lazy("Short, for the address of the page: letters, digits and hyphens."),
    )
    title_zh = forms.CharField(label=gettext_lazy("Title in Chinese"), max_length=100)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Blank: the Chinese one is shown."),
    )
    summary_zh = forms.CharField(
        label=gettext_lazy("Summary in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    summary_en = forms.CharField(
        label=gettext_lazy("Summary in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Meant for"),
        choices=Audience.choices,
        help_text=gettext_lazy(
            "New employees: waits and due dates count from the day of hiring, if a rule looks at it. "
            "Everybody else: from the day they come onto the path."
        ),
    )
    certificate = forms.BooleanField(label=gettext_lazy("Gives a certificate of its own"), required=False)
    valid_months = forms.IntegerField(
        label=gettext_lazy("Certificate valid for (months)"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=gettext_lazy("Blank: for ever."),
    )
    active = forms.BooleanField(
        label=gettext_lazy("Assigns people by its rules"),
        required=False,
        help_text=gettext_lazy("Switched off, it takes nobody on and lets nobody go."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class CourseChoice(forms.ChoiceField):
    default_error_messages = {
        "invalid_choice": gettext_lazy("There is no course “%(value)s”. Choose one from the list.")
    }


class CourseChoices(forms.MultipleChoiceField):
    default_error_messages = CourseChoice.default_error_messages


class StepForm(forms.Form):
    course = CourseChoice(label=gettext_lazy("Course"))
    group = forms.CharField(
        label=gettext_lazy("Elective group"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Blank: everybody takes it."),
    )
    wait_days = days(gettext_lazy("Opens after (days)"), gettext_lazy("Blank: at once."))
    due_days = days(gettext_lazy("Due after (days)"), gettext_lazy("Blank: without a due date."))
    after = CourseChoices(label=gettext_lazy("Comes after"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, courses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = dict(self.fields)
        named["course"].choices = [("", "—"), *courses]
        named["after"].choices = courses


class ElectiveForm(forms.Form):
    group = forms.CharField(label=gettext_lazy("Elective group"), max_length=40)
    wanted = forms.IntegerField(label=gettext_lazy("How many are to be chosen"), min_value=1, max_value=99)


class RuleForm(forms.Form):
    positions = forms.MultipleChoiceField(label=gettext_lazy("Positions"), required=False)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units"), required=False, help_text=gettext_lazy("Each with everything below it.")
    )
    hired_from = day(gettext_lazy("Hired from"))
    hired_until = day(gettext_lazy("Hired until"))
    served_from = days(gettext_lazy("With us for at least (days)"))
    served_until = days(gettext_lazy("With us for at most (days)"))
    level_from = forms.IntegerField(label=gettext_lazy("Level from"), required=False)
    level_until = forms.IntegerField(label=gettext_lazy("Level until"), required=False)
    everybody = forms.BooleanField(
        label=gettext_lazy("Everybody"),
        required=False,
        help_text=gettext_lazy("Ticked, with nothing else filled in: everybody who works here."),
    )

    def __init__(
        self, *args: Any, positions: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = dict(self.fields)
        named["positions"].choices, named["units"].choices = positions, units
        for name in ("positions", "units"):
            named[name].widget.attrs["size"] = 6

    @property
    def rule(self) -> Rule | None:
        """None where nothing is filled in: no rule is meant."""
        given = self.cleaned_data
        positions, units = (frozenset(map(int, given.get(name, ()))) for name in ("positions", "units"))
        bounds = {name: given.get(name) for name in BOUNDS}
        if not (positions or units or given.get("everybody") or any(value is not None for value in bounds.values())):
            return None
        return Rule(positions=positions, units=units, **bounds)  # type: ignore[arg-type]


Steps = forms.formset_factory(StepForm, extra=2, can_delete=True, can_order=True, max_num=60, absolute_max=80)
Electives = forms.formset_factory(ElectiveForm, extra=1, can_delete=True, max_num=12)
Rules = forms.formset_factory(RuleForm, extra=1, can_delete=True, max_num=20)


class PathSheet:
    """All forms of one path. What was entered stays entered, whatever is wrong with it."""

    def __init__(self, data: Any = None, *, draft: PathDraft | None = None, version: int = 0) -> None:
        self.pk = draft.pk if draft else None
        self.courses = {course.code: course for course in Course.objects.order_by("code")}
        by_key = {course.pk: course.code for course in self.courses.values()}
        # What was posted is held against nothing: a row that equals a stored one is no blank row.
        initial = _initial(draft, by_key) if draft and data is None else {}
        self.path = PathForm(data, initial={**initial.get("path", {}), "version": version})
        courses = [(course.code, course.title) for course in self.courses.values()]
        self.steps = Steps(data, prefix="steps", initial=initial.get("steps"), form_kwargs={"courses": courses})
        self.electives = Electives(data, prefix="electives", initial=initial.get("electives"))
        choices = {"positions": _positions(), "units": _units()}
        self.rules = Rules(data, prefix="rules", initial=initial.get("rules"), form_kwargs=choices)
        self.problems: list[str] = []

    def is_valid(self) -> bool:
        parts = (self.path, self.steps, self.electives, self.rules)
        if not all([part.is_valid() for part in parts]):  # noqa: C419 - every part says what is wrong with it
            return False
        titles = {course.pk: course.title for course in self.courses.values()}
        self.problems = problems(self.draft, titles)
        return not self.problems

    @property
    def step_rows(self) -> list[StepForm]:
        """The rows of the courses in the order asked for; those without a number last."""
        return sorted(self.steps.forms, key=lambda form: _number(form["ORDER"].value()))

    @property
    def has_errors(self) -> bool:
        return bool(self.path.errors) or any(
            formset.total_error_count() for formset in (self.steps, self.electives, self.rules)
        )

    @property
    def version(self) -> int:
        return int(self.path.cleaned_data["version"])

    @cached_property
    def draft(self) -> PathDraft:
        """What the forms say. Only of valid forms."""
        given = self.path.cleaned_data
        chinese, english = settings.LANGUAGE_CODE, "en"
        return PathDraft(
            pk=self.pk,
            code=given["code"],
            titles=_texts({chinese: given["title_zh"], english: given["title_en"]}),
            summaries=_texts({chinese: given["summary_zh"], english: given["summary_en"]}),
            audience=given["audience"],
            certificate=given["certificate"],
            valid_months=given["valid_months"] if given["certificate"] else None,
            active=given["active"],
            choose={each["group"].strip(): each["wanted"] for each in _filled(self.electives)},
            steps=tuple(self._step(each) for each in sorted(_filled(self.steps), key=_place)),
            rules=tuple(form.rule for form in self.rules if form.rule and not form.cleaned_data.get("DELETE")),
        )

    def _step(self, given: Mapping[str, Any]) -> Step:
        return Step(
            course=self.courses[given["course"]].pk,
            group=given["group"].strip(),
            after=frozenset(self.courses[code].pk for code in given["after"]),
            wait_days=given["wait_days"] or 0,
            due_days=given["due_days"],
        )


def _filled(formset: Any) -> Iterator[Mapping[str, Any]]:
    for form in formset:
        given = form.cleaned_data
        if given and not given.get("DELETE") and (given.get("course") or given.get("group")):
            yield given


def _place(given: Mapping[str, Any]) -> int:
    return given["ORDER"] if given.get("ORDER") is not None else 1_000


def _number(typed: Any) -> int:
    text = str(typed or "")
    return int(text) if text.isdecimal() and len(text) < 6 else 100_000


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _positions() -> list[tuple[str, str]]:
    return [(str(position.pk), position.name) for position in Position.objects.order_by("level", "code")]


def _units() -> list[tuple[str, str]]:
    return [(str(unit.pk), f"{'　' * (unit.depth - 1)}{unit.name}") for unit in Unit.objects.order_by("path")]


def _initial(draft: PathDraft, codes: Mapping[int, str]) -> dict[str, Any]:
    chinese, english = settings.LANGUAGE_CODE, "en"
    path = {
        "title_zh": draft.titles.get(chinese) or worded(draft.titles),
        "title_en": draft.titles.get(english, ""),
        "summary_zh": draft.summaries.get(chinese, ""),
        "summary_en": draft.summaries.get(english, ""),
    }
    path |= {name: getattr(draft, name) for name in ("code", "audience", "certificate", "valid_months", "active")}
    steps = [
        {
            "course": codes[step.course],
            "group": step.group,
            "wait_days": step.wait_days or None,
            "due_days": step.due_days,
            "after": sorted(codes[course] for course in step.after),
            "ORDER": number,
        }
        for number, step in enumerate(draft.steps, start=1)
    ]
    electives = [{"group": group, "wanted": wanted} for group, wanted in draft.choose.items()]
    rules = [
        {
            "positions": sorted(map(str, rule.positions)),
            "units": sorted(map(str, rule.units)),
            "everybody": rule == Rule(),
            **{name: getattr(rule, name) for name in BOUNDS},
        }
        for rule in draft.rules
    ]
    return {"path": path, "steps": steps, "electives": electives, "rules": rules}


def carried(data: Any, without: tuple[str, ...]) -> list[tuple[str, str]]:
    """What was posted, to be posted again by the next page."""
    return [(name, value) for name in data for value in data.getlist(name) if name not in without]
