"""The people who can sign in to the demo. They exist in the demo only."""

from dataclasses import dataclass
from datetime import datetime

from people.actions.accounts import open_account, open_outside_account
from people.actions.grants import grant_role
from people.context import DEMO_PASSWORD as PASSWORD
from people.models import Employee, Role, Unit, User
from scorecards.demo.people import CAST


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    role: str
    unit: str
    description: str


ACCOUNTS = [
    Account(CAST["employee"][0], "", "", "林晓, employee, 湖滨店"),
    Account(CAST["manager"][0], Role.MANAGER, "FH-E1", "周岚, store manager, 湖滨店"),
    Account(CAST["region"][0], Role.MANAGER, "FH-E", "顾清和, regional manager, 华东区"),
    Account(CAST["trainer"][0], Role.TRAINER, "FH", "苏文, trainer"),
    Account(CAST["hr"][0], Role.HR, "FH", "何静宜, HR"),
    Account("shopper", Role.SHOPPER, "FH", "神秘顾客, mystery shopper from outside"),
    Account(CAST["administrator"][0], Role.ADMINISTRATOR, "FH", "丁一鸣, administrator"),
]


def open_all(at: datetime) -> None:
    """Open every account and give it its role."""
    for account in ACCOUNTS:
        employee = Employee.objects.filter(employee_no=account.username).first()
        user = User.objects.filter(username=account.username).first()
        if user:
            pass  # opened by an earlier start that was interrupted
        elif employee:
            user = open_account(employee, PASSWORD, by=None, at=at)
        else:
            user = open_outside_account(account.username, "神秘顾客", PASSWORD, by=None, at=at)
        if account.role:
            grant_role(user, account.role, Unit.objects.get(code=account.unit), by=None, at=at)
