"""The demo chain's facts and plans as contract files, for the last full quarter and the running one."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from scorecards.demo import people as roster
from scorecards.demo.people import Person

KPIS = [
    ("fh-sales", "销售额", "financial", "money", "up", "sum"),
    ("fh-ticket", "客单价", "financial", "money", "up", "ratio"),
    ("fh-satisfaction", "顾客满意度", "customer", "percent", "up", "ratio"),
    ("fh-complaints", "投诉率", "customer", "percent", "down", "ratio"),
    ("fh-conversion", "销售转化率", "process", "percent", "up", "ratio"),
    ("fh-on-time", "按时完成率", "process", "percent", "up", "ratio"),
]
COMPETENCIES = [
    ("fh-product", "商品知识"),
    ("fh-relations", "顾客关系"),
    ("fh-selling", "销售技巧"),
    ("fh-data", "数据分析"),
    ("fh-emotion", "情绪管理"),
]
PLAN = [
    ("kpi", "fh-sales", 20, "interpolate", "achievement", "0.5:0;0.8:60;1:100;1.2:120", 120, "require"),
    ("kpi", "fh-ticket", 10, "linear", "value", "200:0;350:100", 120, "reweight"),
    ("kpi", "fh-satisfaction", 15, "interpolate", "value", "0.7:0;0.85:70;0.9:100", 100, "reweight"),
    ("kpi", "fh-complaints", 5, "linear", "value", "0.04:0;0.015:100", 100, "reweight"),
    ("kpi", "fh-conversion", 10, "interpolate", "value", "0.2:0;0.35:80;0.4:100", 100, "reweight"),
    ("kpi", "fh-on-time", 10, "linear", "value", "0.7:0;0.95:100", 100, "reweight"),
    ("feedback", "", 15, "direct", "value", "", 100, "reweight"),
    ("okr", "", 10, "direct", "value", "", 100, "zero"),
    ("training", "", 5, "linear", "value", "0:0;1:100", 100, "reweight"),
]


@dataclass(frozen=True, slots=True)
class Chain:
    """What was written: the files in the order in which they load, and the cycles, oldest first."""

    files: list[tuple[str, Path]]
    cycles: list[str]
    schemes: list[str]


def quarter(day: date) -> tuple[str, date, date]:
    """Code, first and last day of the quarter that `day` lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    last = (date(day.year + (first.month == 10), first.month % 12 + 3 if first.month < 10 else 1, 1)) - timedelta(1)
    return f"fh-{day.year}-q{(day.month + 2) // 3}", first, last


def months(first: date, last: date, today: date) -> list[str]:
    starts = [date(first.year, first.month + i, 1) for i in range(3)]
    return [f"{start:%Y-%m}" for start in starts if start <= min(last, today)]


def facts(staff: Sequence[Person], periods: Iterable[str], dice: random.Random) -> Iterator[tuple[object, ...]]:
    skill = {person.no: dice.gauss(1, 0.12) for person in staff}
    for period in periods:
        for person in staff:
            if person.position in ("fh-office", "fh-region") or person.hired_on.isoformat()[:7] > period:
                continue
            good = skill[person.no]
            visitors = dice.randint(180, 520)
            tickets = max(1, int(visitors * min(0.8, max(0.08, dice.gauss(0.34, 0.04) * good))))
            sales = round(tickets * dice.gauss(335, 30) * good, 2)
            cases = dice.randint(8, 40)
            asked = dice.randint(30, 120)
            yield "fh-sales", person.no, period, sales, "", "POS"
            yield "fh-ticket", person.no, period, sales, tickets, "POS"
            yield "fh-conversion", person.no, period, tickets, visitors, "客流计数"
            yield "fh-satisfaction", person.no, period, int(asked * min(0.99, dice.gauss(0.89, 0.05))), asked, "问卷"
            yield "fh-complaints", person.no, period, dice.choice((0, 0, 1, 1, 2, 3)), tickets, "CRM"
            yield "fh-on-time", person.no, period, int(cases * min(1, dice.gauss(0.9, 0.06))), cases, "CRM"


def objectives(staff: Sequence[Person], cycle: str, dice: random.Random) -> Iterator[tuple[object, ...]]:
    for person in staff:
        if person.position == "fh-office":
            continue
        yield cycle, person.no, "让老顾客更愿意回来", 2, "回访老顾客（位）", 2, "metric", 0, 60, dice.randint(18, 66)
        yield cycle, person.no, "让老顾客更愿意回来", 2, "投诉平均答复（小时）", 1, "metric", 24, 8, dice.randint(7, 22)
        yield (
            cycle,
            person.no,
            "把门店的做法写下来",
            1,
            "整理一份接待案例",
            1,
            "milestone",
            "",
            "",
            dice.choice((0, 0.5, 1)),
        )


def feedback(staff: Sequence[Person], cycle: str, dice: random.Random) -> Iterator[tuple[object, ...]]:
    teams: dict[str, list[Person]] = {}
    for person in staff:
        teams.setdefault(person.unit, []).append(person)
    for person in staff:
        if person.position == "fh-office":
            continue
        mates = [mate.no for mate in teams[person.unit] if mate.no != person.no and mate.position != "fh-store"]
        raters = [("self", person.no)]
        raters += [("manager", person.manager)] if person.manager else []
        raters += [("peer", no) for no in dice.sample(mates, min(len(mates), 4)) if no != person.manager]
        if person.position == "fh-store":
            raters = [(("report" if relation == "peer" else relation), no) for relation, no in raters]
        for relation, rater in raters:
            for competency, _ in COMPETENCIES:
                yield cycle, person.no, rater, relation, competency, dice.choice(("", 3, 3, 4, 4, 4, 5, 5))


def targets(past: tuple[str, date, date], now: tuple[str, date, date], today: date) -> Iterator[tuple[object, ...]]:
    """42,000 a month for everyone, less at the front desk; the newcomer is measured from her first month."""
    for code, first, last in (past, now):
        count = len(months(first, last, today))
        yield "fh-sales", code, "", "", 42000 * count
        yield "fh-sales", code, "", "fh-front", 37000 * count
    yield "fh-sales", now[0], roster.CAST["employee"][0], "", 42000


def write(folder: Path, kind: str, head: str, rows: Iterable[Sequence[object]]) -> tuple[str, Path]:
    path = folder / f"{kind}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head.split(","))
        writer.writerows(rows)
    return kind, path


def write_chain(folder: Path, today: date, seed: int = 5) -> Chain:
    """Write every file of the demo chain into `folder`. The same day and seed write the same bytes."""
    dice = random.Random(seed)
    staff = roster.people(today, seed)
    now = quarter(today)
    past = quarter(now[1] - timedelta(days=1))
    periods = months(past[1], past[2], today) + months(now[1], now[2], today)
    judged = [person for person in staff if person.position not in ("fh-office", "fh-region")]
    names = {code: f"{first.year} 年第 {code[-1]} 季度" for code, first, _ in (past, now)}
    cycles = [past[0], now[0]]
    files = [
        write(folder, "units", "code,name,kind,parent_code", roster.units()),
        write(folder, "positions", "code,name,level,track", roster.POSITIONS),
        write(
            folder,
            "employees",
            "employee_no,name,email,unit_code,position_code,manager_no,hired_on",
            [(p.no, p.name, f"{p.no}@fiveheart.example", p.unit, p.position, p.manager, p.hired_on) for p in staff],
        ),
        write(folder, "competencies", "code,name", COMPETENCIES),
        write(folder, "kpis", "code,name,perspective,unit,direction,aggregation", KPIS),
        write(
            folder, "kpi-facts", "kpi_code,employee_no,period,numerator,denominator,source", facts(staff, periods, dice)
        ),
        write(
            folder,
            "plans",
            "plan,component,source,weight,curve,basis,points,cap,missing",
            [("fh-store", *line) for line in PLAN],
        ),
        write(
            folder,
            "cycles",
            "code,name,starts_on,ends_on,min_coverage",
            [(code, names[code], first, last, 50) for code, first, last in (past, now)],
        ),
        write(
            folder,
            "cycle-plans",
            "cycle,position_code,plan",
            [(c, p, "fh-store") for c in cycles for p in ("fh-sales", "fh-front", "fh-tech", "fh-store")],
        ),
        write(
            folder,
            "targets",
            "kpi_code,cycle,employee_no,position_code,target",
            targets(past, now, today),
        ),
        write(
            folder,
            "okrs",
            "cycle,employee_no,objective,objective_weight,key_result,key_result_weight,kind,start,target,current",
            (row for cycle in cycles for row in objectives(judged, cycle, dice)),
        ),
        write(
            folder,
            "feedback",
            "cycle,subject_no,rater_no,relation,competency,rating",
            (row for cycle in cycles for row in feedback(judged, cycle, dice)),
        ),
        write(
            folder,
            "schemes",
            "scheme,cycle,pool,distribute,multiplier,currency,minor_digits,gate_min_score",
            [(f"{past[0]}-bonus", past[0], 260000, "cap", "60:0;80:0.8;100:1;120:1.5", "CNY", 2, 60)],
        ),
        write(
            folder,
            "pay",
            "cycle,employee_no,base,target_percent",
            [
                (past[0], p.no, 27000 if p.position == "fh-store" else 16500, 10)
                for p in judged
                if p.hired_on <= past[2]
            ],
        ),
    ]
    return Chain(files=files, cycles=cycles, schemes=[f"{past[0]}-bonus"])
