from people.models.employee import Employee
from people.models.grant import Role, RoleGrant
from people.models.invitation import Invitation
from people.models.position import Position
from people.models.posting import Posting
from people.models.unit import Unit, UnitKind
from people.models.user import User

__all__ = ["Employee", "Invitation", "Position", "Posting", "Role", "RoleGrant", "Unit", "UnitKind", "User"]
