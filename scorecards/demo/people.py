"""Places and people of the demo chain. All invented; the same every time."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

REGIONS = {"FH-E": "华东区", "FH-S": "华南区", "FH-W": "西南区"}
STORES = {
    "FH-E": ["湖滨店", "西溪店", "静安店", "鼓楼店"],
    "FH-S": ["天河店", "北京路店", "南山店", "中山路店"],
    "FH-W": ["春熙路店", "宽窄巷店", "解放碑店", "观音桥店"],
}
POSITIONS = [
    ("fh-sales", "导购", 1, "service"),
    ("fh-front", "前台服务", 1, "service"),
    ("fh-tech", "技术支持", 2, "service"),
    ("fh-store", "店长", 3, "management"),
    ("fh-region", "区域经理", 4, "management"),
    ("fh-office", "总部职员", 3, "office"),
]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余叶程魏苏吕丁沈"
GIVEN = (
    "晓 敏 静 丽 强 磊 洋 艳 勇 娟 涛 明 超 秀兰 霞 平 刚 桂英 文辉 玲 子涵 浩然 梓萱 雨桐 一诺 可欣 俊熙 嘉怡 晨曦"
    " 思远 欣怡 雅婷 雪倩 宁 佳琪 博文 诗涵 天佑 若曦 建国 小满 春燕 立秋 白露 知夏 锦程 书瑶 安琪 家豪 美玲"
).split()
LARGEST_TEAM = 18


@dataclass(frozen=True, slots=True)
class Person:
    no: str
    name: str
    unit: str
    position: str
    manager: str
    hired_on: date


CAST = {
    "employee": ("600103", "林晓"),
    "manager": ("600101", "周岚"),
    "region": ("600001", "顾清和"),
    "hr": ("609001", "何静宜"),
    "trainer": ("609002", "苏文"),
    "administrator": ("609003", "丁一鸣"),
}


def units() -> list[tuple[str, str, str, str]]:
    rows = [("FH", "五心零售", "company", ""), ("FH-HQ", "总部", "department", "FH")]
    for region, name in REGIONS.items():
        rows.append((region, name, "region", "FH"))
        rows += [(f"{region}{i}", store, "store", region) for i, store in enumerate(STORES[region], start=1)]
    return rows


def people(today: date, seed: int = 5) -> list[Person]:
    """212 people: three regional managers, twelve stores of 17, and an office. Names never repeat."""
    dice = random.Random(seed)
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    taken = {name for _, name in CAST.values()}
    pool = [name for name in names if name not in taken]
    dice.shuffle(pool)

    def hired(most: int = 2400) -> date:
        return today - timedelta(days=dice.randrange(200, most))

    cast_names = dict(CAST.values())
    staff: list[Person] = []
    for r, region in enumerate(REGIONS):
        head = f"60000{r + 1}"
        staff.append(Person(head, cast_names.get(head) or pool.pop(), region, "fh-region", "", hired()))
        for s in range(1, 5):
            boss = f"60{r * 4 + s:02d}01"
            for i in range(1, LARGEST_TEAM):
                no = f"60{r * 4 + s:02d}{i:02d}"
                position = "fh-store" if i == 1 else ("fh-sales", "fh-sales", "fh-front", "fh-tech")[i % 4]
                start = today - timedelta(weeks=3) if no == "600103" else hired()
                staff.append(
                    Person(
                        no,
                        cast_names.get(no) or pool.pop(),
                        f"{region}{s}",
                        "fh-sales" if no == "600103" else position,
                        head if i == 1 else boss,
                        start,
                    )
                )
    for no in ("609001", "609002", "609003", "609004", "609005"):
        staff.append(Person(no, cast_names.get(no) or pool.pop(), "FH-HQ", "fh-office", "", hired()))
    return staff
