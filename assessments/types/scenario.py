"""A conversation with branches: at each node the learner replies, and each reply leads on or to the end.

`options`: {"start": node, "nodes": {node: {reply: next node or null}}}, a node without replies being an end; `right`:
{node: {reply: credit from 0 to 1}}; wording "nodes": {node: text} and "replies": {node: {reply: text}}. The answer:
[[node, reply], …], the way taken, whole or not.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.rules import grading, scenarios
from assessments.types import checks
from assessments.types.base import Answer, Form, QuestionType, fate, misfit
from assessments.types.wordings import labels, wording

if TYPE_CHECKING:
    from assessments.models import QuestionVersion

TURN = "turn-"
MOST_NODES = 60


class Scenario(QuestionType):
    kind = "scenario"

    def check(self, version: "QuestionVersion") -> list[str]:
        if problems := _check_shape(version.options) or checks.stems(version):
            return problems
        start, nodes = version.options["start"], version.options["nodes"]
        if problems := _check_ways(start, nodes):
            return problems
        problems = checks.texts(version, "nodes", list(nodes), _("rounds"), differ=False)
        problems += [
            _("In %(language)s some of the %(what)s have no text.")
            % {"language": checks.language_name(code), "what": _("replies")}
            for code, texts in version.wording.items()
            if not _says_all(nodes, texts.get("replies") or {})
        ]
        return problems + _check_credits(version)

    def _filled_in(self, version: "QuestionVersion", form: Form) -> Any:
        replies = form.starting(TURN)
        nodes = version.options["nodes"]
        if not all(node in nodes and reply in nodes[node] for node, reply in replies.items()):
            raise misfit()
        return [list(turn) for turn in scenarios.walked(version.options["start"], nodes, replies)]

    def _normal(self, version: "QuestionVersion", raw: Any) -> list[list[str]]:
        try:
            way = [(str(node), str(reply)) for node, reply in raw]
            scenarios.here(version.options["start"], version.options["nodes"], way)
        except (TypeError, ValueError):
            raise misfit() from None
        return [[node, reply] for node, reply in way]

    def fields(self, version: "QuestionVersion", answer: Answer) -> dict[str, list[str]]:
        taken = dict(answer)
        return {f"{TURN}{node}": [taken[node]] if node in taken else [] for node in version.options["nodes"]}

    def goes_on(self, version: "QuestionVersion", answer: Answer) -> bool:
        return bool(answer) and _here(version, answer) is not None

    def credit(self, version: "QuestionVersion", answer: Answer, partial: bool) -> Fraction:
        ended = _here(version, answer) is None
        given = scenarios.credit(_way(answer), ended, _credits(version))
        return given if partial else grading.whole(given)

    def face(self, version: "QuestionVersion", language: str, shown: Sequence[str]) -> dict[str, Any]:
        nodes = version.options["nodes"]
        texts = labels(version, language, "nodes", nodes)
        return {
            "start": version.options["start"],
            "nodes": [
                {
                    "key": node,
                    "name": f"{TURN}{node}",
                    "text": texts[node],
                    "replies": [
                        {"key": reply, "text": text, "next": nodes[node][reply] or ""}
                        for reply, text in _replies(version, language, node).items()
                    ],
                }
                for node in nodes
            ],
        }

    def graded(
        self, version: "QuestionVersion", language: str, shown: Sequence[str], answer: Answer, right: bool
    ) -> dict[str, Any]:
        texts = labels(version, language, "nodes", version.options["nodes"])
        credits, taken = _credits(version), []
        for node, reply in _way(answer):
            replies = _replies(version, language, node)
            best = max(replies, key=lambda each: credits[node][each])
            earned = credits[node][reply]
            better = replies[best] if right and earned < 1 else ""
            told = fate(earned) if right else ""
            taken.append({"text": texts[node], "given": replies[reply], "fate": told, "better": better})
        return {"turns": taken, "end": self._last_word(version, texts, answer), "open": self.goes_on(version, answer)}

    def _last_word(self, version: "QuestionVersion", texts: dict[str, str], answer: Answer) -> str:
        """What is said at the node the way leads to; '' where it ends with the reply."""
        if not answer:
            return ""
        node, reply = list(answer)[-1]
        following = version.options["nodes"][node][reply]
        return texts[following] if following else ""

    def told(self, version: "QuestionVersion", answer: Answer, language: str) -> str:
        return " → ".join(_replies(version, language, node)[reply] for node, reply in _way(answer))

    def best(self, version: "QuestionVersion", language: str) -> Answer:
        way = scenarios.best_way(version.options["start"], version.options["nodes"], _credits(version))
        return [list(turn) for turn in way]


def _here(version: "QuestionVersion", answer: Answer) -> str | None:
    return scenarios.here(version.options["start"], version.options["nodes"], _way(answer))


def _way(answer: Answer) -> list[tuple[str, str]]:
    return [(turn[0], turn[1]) for turn in answer]


def _credits(version: "QuestionVersion") -> dict[str, dict[str, Fraction]]:
    return {
        node: {reply: checks.exact(version.right[node][reply]) for reply in replies}
        for node, replies in version.options["nodes"].items()
    }


def _replies(version: "QuestionVersion", language: str, node: str) -> dict[str, str]:
    texts = (wording(version, language).get("replies") or {}).get(node) or {}
    return {reply: str(texts.get(reply) or reply) for reply in version.options["nodes"][node]}


def _says_all(nodes: scenarios.Nodes, texts: dict[str, dict[str, str]]) -> bool:
    """Has every reply its text?"""
    return all(
        str((texts.get(node) or {}).get(reply) or "").strip() for node, replies in nodes.items() for reply in replies
    )


def _check_shape(options: Any) -> list[str]:
    nodes = options.get("nodes") if isinstance(options, dict) else None
    if not isinstance(nodes, dict) or not all(isinstance(replies, dict) for replies in nodes.values()):
        return [_("A scenario needs rounds, each with its replies.")]
    if problems := checks.keys(list(nodes), _("rounds"), least=1, most=MOST_NODES):
        return problems
    for node, replies in nodes.items():
        if replies and (problems := checks.keys(list(replies), _("replies"), least=2, most=8)):
            return [_("Round %(round)s: %(problem)s") % {"round": node, "problem": problem} for problem in problems]
        for following in replies.values():
            if following is not None and following not in nodes:
                return [_("Round %(round)s leads to %(to)s, which there is not.") % {"round": node, "to": following}]
    if options.get("start") not in nodes or not nodes[options["start"]]:
        return [_("Say in which round the scenario starts; that round needs replies.")]
    return []


def _check_ways(start: str, nodes: scenarios.Nodes) -> list[str]:
    if node := scenarios.circle(nodes):
        return [_("From round %(round)s the scenario goes round in a circle.") % {"round": node}]
    if lost := scenarios.unreachable(start, nodes):
        return [_("No reply leads to round %(round)s.") % {"round": lost[0]}]
    if scenarios.longest_way(start, nodes) > scenarios.LONGEST_WAY:
        return [_("The longest way has more than %(most)s replies.") % {"most": scenarios.LONGEST_WAY}]
    return []


def _check_credits(version: "QuestionVersion") -> list[str]:
    nodes, right = version.options["nodes"], version.right
    for node, replies in nodes.items():
        given = right.get(node, {}) if isinstance(right, dict) else {}
        if not isinstance(given, dict) or set(given) != set(replies):
            return [_("Round %(round)s: every reply needs a credit.") % {"round": node}]
        if problems := checks.credits(given, replies):
            return [_("Round %(round)s: %(problem)s") % {"round": node, "problem": problem} for problem in problems]
    start = version.options["start"]
    if scenarios.credit(scenarios.best_way(start, nodes, _credits(version)), True, _credits(version)) != 1:
        return [_("No way through the scenario earns the full mark.")]
    return []
