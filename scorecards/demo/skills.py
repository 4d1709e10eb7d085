"""A skills check of the demo chain with every kind of question, and who has taken it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from assessments import types
from assessments.actions import attempts
from assessments.models import Question, QuestionVersion, Quiz, QuizItem, QuizPurpose
from people.models import Employee

CODE = "counter-skills"


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh-hans": zh, "en": en}


def worded(stem: dict[str, str], feedback: dict[str, str], **parts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Language → wording; each part is key → texts in both languages, or one deeper."""
    return {
        language: {"stem": stem[language], "feedback": feedback[language]}
        | {name: _said(texts, language) for name, texts in parts.items()}
        for language in ("zh-hans", "en")
    }


def _said(texts: dict[str, Any], language: str) -> Any:
    return texts[language] if language in texts else {key: _said(text, language) for key, text in texts.items()}


RUBRIC = [
    {"key": "listens", "texts": both("先听完，再说话", "Listens before speaking"), "points": 4},
    {"key": "solves", "texts": both("给出两个可行的办法", "Offers two ways out that work"), "points": 4},
    {"key": "tone", "texts": both("语气平和、具体", "Calm and concrete in tone"), "points": 2},
]
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    (
        "true-false",
        {
            "wording": worded(
                both(
                    "顾客的问题不归您管，也由您负责找到能管的人。",
                    "A question that is not yours is still yours to pass on.",
                ),
                both("谁先接到，谁负责到底。", "Whoever is asked first sees it through."),
            ),
            "options": ["true", "false"],
            "right": ["true"],
        },
    ),
    (
        "numeric",
        {
            "wording": worded(
                both(
                    "一双鞋标价 480 元，会员打九五折。顾客应付多少元？",
                    "Shoes are marked 480 yuan; members pay 95 percent of it. How many yuan does a member pay?",
                ),
                both("480 × 0.95 = 456。", "480 × 0.95 = 456."),
                unit=both("元", "yuan"),
            ),
            "right": [{"value": "456"}],
            "details": {"units": ["CNY", "RMB", "¥"]},
        },
    ),
    (
        "short-text",
        {
            "wording": worded(
                both(
                    "谁先接到顾客的问题，谁就负责到底。这条规矩叫什么？",
                    "Whoever is asked first sees the matter through. What is this rule called?",
                ),
                both("这叫首问负责制。", "It is the rule of first contact."),
            ),
            "right": [{"text": "首问负责制"}, {"text": "首问负责"}, {"text": "*first contact*"}],
        },
    ),
    (
        "matching",
        {
            "wording": worded(
                both("这些话，对应五心里的哪一心？", "Which heart does each sentence show?"),
                both("五心都落在一句具体的话上。", "Each heart shows in a plain sentence."),
                left={
                    "slow": both("「不着急，您慢慢挑。」", "“No hurry, take your time.”"),
                    "check": both("「我再核对一遍尺码。」", "“Let me check the size once more.”"),
                    "truth": both("「这款起球，我照实跟您说。」", "“This one does pill; I would rather tell you.”"),
                },
                right={
                    "patient": both("耐心", "Patient"),
                    "careful": both("细心", "Careful"),
                    "sincere": both("诚心", "Sincere"),
                    "warm": both("热心", "Warm"),
                },
            ),
            "options": {"left": ["slow", "check", "truth"], "right": ["patient", "careful", "sincere", "warm"]},
            "right": {"slow": "patient", "check": "careful", "truth": "sincere"},
        },
    ),
    (
        "ordering",
        {
            "wording": worded(
                both("顾客进店后，把这几步排好顺序。", "Put the steps in order, from the moment a customer comes in."),
                both("先问候，再了解，再介绍，最后送客。", "Greet, find out, advise, and see them out."),
                options={
                    "greet": both("微笑问候", "Greet with a smile"),
                    "ask": both("问清需求", "Find out what they need"),
                    "advise": both("介绍两三款", "Show two or three things"),
                    "leave": both("送到门口", "See them to the door"),
                },
            ),
            "options": ["advise", "ask", "greet", "leave"],
            "right": ["greet", "ask", "advise", "leave"],
        },
    ),
    (
        "gaps",
        {
            "wording": worded(
                both(
                    "顾客离店前，请他核对 [[what]]，并告诉他 [[days]] 天内可以退换。"
                    "要是他还有疑问，先说一声 [[word]] 再解释。",
                    "Before customers leave, ask them to check [[what]] and say that goods can come back within "
                    "[[days]] days. If they still wonder, say [[word]] before you explain.",
                ),
                both(
                    "小票核对清楚，七天内退换，先道歉再解释。",
                    "The receipt, seven days, and an apology before reasons.",
                ),
                gaps={"what": {"bill": both("小票", "the receipt"), "door": both("门牌", "the door sign")}},
            ),
            "options": {
                "what": {"kind": "choice", "options": ["bill", "door"]},
                "days": {"kind": "number"},
                "word": {"kind": "text"},
            },
            "right": {
                "what": ["bill"],
                "days": [{"value": "7"}],
                "word": [{"text": "*对不起*"}, {"text": "*抱歉*"}, {"text": "*sorry*"}],
            },
        },
    ),
    (
        "scenario",
        {
            "wording": worded(
                both(
                    "晚上八点，一位顾客拿着昨天买的外套回来，拉链坏了。",
                    "It is eight in the evening. A customer returns with a coat bought yesterday; its zip is broken.",
                ),
                both("先认下难处，再给出办法。", "Own the trouble first, then offer a way out."),
                nodes={
                    "start": both(
                        "「昨天才买的，拉链就坏了！」", "“I bought it only yesterday, and the zip is broken!”"
                    ),
                    "calm": both("「那现在怎么办？」", "“So what happens now?”"),
                    "angry": both("「您是说我弄坏的？」", "“Are you saying I broke it?”"),
                    "end": both("「好，那就换一件吧。谢谢。」", "“Fine, I will take another one. Thank you.”"),
                },
                replies={
                    "start": {
                        "own": both("「真对不起，我看看。」", "“I am sorry. Let me have a look.”"),
                        "doubt": both("「是不是拉得太用力了？」", "“Did you perhaps pull it too hard?”"),
                    },
                    "calm": {
                        "choice": both(
                            "「可以换一件，也可以退款，您选。」", "“You can have another one, or your money back.”"
                        ),
                        "later": both("「您先放着，明天再说。」", "“Leave it here, we will see tomorrow.”"),
                    },
                    "angry": {
                        "repair": both(
                            "「不是，是我没说好。我给您换一件。」", "“No, I put it badly. I will get you another one.”"
                        ),
                        "rules": both("「按规定要先检测。」", "“The rules say it has to be examined first.”"),
                    },
                },
            ),
            "options": {
                "start": "start",
                "nodes": {
                    "start": {"own": "calm", "doubt": "angry"},
                    "calm": {"choice": "end", "later": None},
                    "angry": {"repair": "end", "rules": None},
                    "end": {},
                },
            },
            "right": {
                "start": {"own": "1", "doubt": "0"},
                "calm": {"choice": "1", "later": "0"},
                "angry": {"repair": "1", "rules": "0"},
            },
        },
    ),
    (
        "essay",
        {
            "wording": worded(
                both(
                    "顾客等了二十分钟还没轮到，大声抱怨。写下您会怎么说、怎么做。",
                    "A customer has waited twenty minutes and complains aloud. Write what you would say and do.",
                ),
                both("先听完，再给出具体的办法和时间。", "Listen to the end, then name a way out and a time."),
            ),
            "details": {"words": [30, 300], "rubric": [{**each, "standard": "", "critical": False} for each in RUBRIC]},
        },
    ),
    (
        "file",
        {
            "wording": worded(
                both("拍一张您整理好的货架，交上来。", "Take a photo of a shelf you have tidied, and hand it in."),
                both("正面、够亮、标签都看得见。", "From the front, bright, with every label in sight."),
            ),
            "details": {"extensions": ["jpg", "jpeg", "png", "heic"], "largest": 10 * 1024 * 1024},
        },
    ),
]
WRITTEN = (
    "我会先走到他跟前，听他把话说完，说一句「让您久等了，对不起」。"
    "再告诉他前面还有两位，大约十分钟，请他坐下喝杯水，或者留个电话，轮到了我马上叫他。"
)


def examine(at: datetime) -> None:
    """Lay out the skills check; two colleagues of the first store have handed it in, and what they wrote waits."""
    if Quiz.objects.filter(code=CODE).exists():
        return
    quiz = Quiz.objects.create(
        code=CODE,
        titles=both("柜台技能检查", "Counter skills check"),
        purpose=QuizPurpose.SKILLS,
        pass_mark=Decimal(60),
    )
    for order, (kind, parts) in enumerate(QUESTIONS, start=1):
        question = Question.objects.create(code=f"SKILL-{order:02}", kind=kind, course="")
        asked = {"options": [], "right": [], "details": {}} | parts
        QuestionVersion.objects.create(question=question, number=1, mark=Decimal(1), created_at=at, **asked)
        QuizItem.objects.create(quiz=quiz, question=question, order=order)
    colleagues = Employee.objects.filter(employee_no__startswith="6001").order_by("employee_no")[3:5]
    for days, employee in enumerate(colleagues, start=1):
        sit(quiz, employee, at - timedelta(days=days))


def sit(quiz: Quiz, employee: Employee, at: datetime) -> None:
    """One attempt: everything right but the order, and an essay for the trainer to read."""
    attempt = attempts.start(quiz, employee, at=at)
    for item in attempt.items.select_related("version__question"):
        kind = types.of(item.version.question.kind)
        answer = kind.best(item.version, "zh-hans")
        if kind.kind == "ordering":
            answer = ["greet", "advise", "ask", "leave"]
        if kind.kind == "essay":
            answer = {"text": WRITTEN}
        attempts.answer(attempt.pk, item.order, answer, at=at)
    attempts.submit(attempt.pk, at=at + timedelta(minutes=18))
