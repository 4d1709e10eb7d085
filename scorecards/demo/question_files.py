"""A file of questions that a trainer has sent and not yet decided on: one of them cannot be taken."""

from datetime import datetime, timedelta
from io import BytesIO

from assessments.actions.question_import import receive
from assessments.models import QuestionImport
from people.models import User
from scorecards.demo.people import CAST

NAME = "接待练习题.txt"
QUESTIONS = """\
$CATEGORY: $course$/top/接待练习

// [id:PRACTICE-1]
::首问负责制::顾客先问到您，但要找的是别的柜台。您怎么做？{
=先接下来，陪顾客找到该找的人，并跟进到底#对，谁先接待，谁跟进到底。
~请顾客自己去找#顾客会觉得被推开了。
~告诉顾客那不归您管
####首问负责制：最先接待顾客的人负责跟进。
}

// [id:PRACTICE-2]
::五心::下面哪些属于“五心”？{
~%33.33333%热心
~%33.33333%耐心
~%33.33333%诚心
~%-100%好胜心
}

// [id:PRACTICE-3]
::配对::把原则和做法配对。{
=顾客至上 -> 先放下手里的活，迎接顾客
=及时响应 -> 顾客一开口就回应
}

// [id:PRACTICE-4]
::没写完的题::投诉按什么顺序处理？{
=先倾听，后处理，再反馈
"""


def send(at: datetime) -> None:
    """Once: the same file is not sent a second time."""
    trainer = User.objects.filter(username=CAST["trainer"][0]).first()
    if trainer is None or QuestionImport.objects.filter(name=NAME, by=trainer).exists():
        return
    defaults = {"language": "zh-hans"}
    receive(
        BytesIO(QUESTIONS.encode()), name=NAME, format="gift", defaults=defaults, by=trainer, at=at - timedelta(days=1)
    )
