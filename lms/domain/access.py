"""Permissions and roles: the whole policy is this table. docs/permissions.md is generated from it."""

from dataclasses import dataclass
from enum import StrEnum

from lms.domain.problem import Text


class Permission(StrEnum):
    """Something that a person may do; each route and API call declares the permissions that allow it."""

    LEARN = "learn"
    WRITE_ITEMS = "write_items"
    REVIEW_ITEMS = "review_items"
    COMPOSE_EXAMS = "compose_exams"
    INVIGILATE = "invigilate"
    ENROL = "enrol"
    ACCOMMODATE = "accommodate"
    MARK = "mark"
    ASSIGN = "assign"
    SEE_RECORDS = "see_records"
    CORRECT_RECORDS = "correct_records"
    MANAGE_PEOPLE = "manage_people"
    OPERATE = "operate"
    GRANT_ROLES = "grant_roles"
    READ_AUDIT = "read_audit"


class Role(StrEnum):
    """A set of permissions, granted to a person for a unit and all units below it."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    REVIEWER = "reviewer"
    INVIGILATOR = "invigilator"
    MARKER = "marker"
    HR = "hr"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"


ADMINISTRATORS = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
"""三员分立 (GB/T 22239-2019, level 3): a person has at most one of these, and none of them sees answers or scores."""

POLICY: dict[Role, frozenset[Permission]] = {
    Role.TRAINEE: frozenset({Permission.LEARN}),
    Role.TRAINER: frozenset({Permission.WRITE_ITEMS, Permission.COMPOSE_EXAMS}),
    Role.REVIEWER: frozenset({Permission.REVIEW_ITEMS}),
    Role.INVIGILATOR: frozenset({Permission.INVIGILATE, Permission.ENROL}),
    Role.MARKER: frozenset({Permission.MARK}),
    Role.HR: frozenset(
        {
            Permission.SEE_RECORDS,
            Permission.CORRECT_RECORDS,
            Permission.ASSIGN,
            Permission.ACCOMMODATE,
            Permission.ENROL,
        }
    ),
    Role.SYSADMIN: frozenset({Permission.MANAGE_PEOPLE, Permission.OPERATE}),
    Role.SECADMIN: frozenset({Permission.GRANT_ROLES}),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
}

ROLE_NAMES: dict[Role, Text] = {
    Role.TRAINEE: Text("学员", "Trainee"),
    Role.TRAINER: Text("教员", "Trainer"),
    Role.REVIEWER: Text("审题人", "Reviewer"),
    Role.INVIGILATOR: Text("监考", "Invigilator"),
    Role.MARKER: Text("阅卷人", "Marker"),
    Role.HR: Text("人事", "HR"),
    Role.SYSADMIN: Text("系统管理员", "System administrator"),
    Role.SECADMIN: Text("安全管理员", "Security administrator"),
    Role.AUDITOR: Text("审计员", "Auditor"),
}

PERMISSION_NAMES: dict[Permission, Text] = {
    Permission.LEARN: Text("学习课程、参加考试", "Take courses and sit exams"),
    Permission.WRITE_ITEMS: Text("编写试题", "Write questions"),
    Permission.REVIEW_ITEMS: Text("审核试题", "Review questions"),
    Permission.COMPOSE_EXAMS: Text("组卷和发布考试", "Compose and publish exams"),
    Permission.INVIGILATE: Text("监考", "Invigilate"),
    Permission.ENROL: Text(
        "编排考生名单、登记缺考缓考违纪补考",
        "Manage lists of candidates, and record absences, deferrals, exclusions and makeup exams",
    ),
    Permission.ACCOMMODATE: Text("给予考试便利（加时等）", "Give accommodations in exams"),
    Permission.MARK: Text("阅卷", "Mark"),
    Permission.ASSIGN: Text("布置学习任务", "Assign courses"),
    Permission.SEE_RECORDS: Text("查看和导出结业记录", "See and export completion records"),
    Permission.CORRECT_RECORDS: Text(
        "更正结业记录、撤销证书", "Correct completion records and revoke certificates"
    ),
    Permission.MANAGE_PEOPLE: Text("管理人员和单位", "Manage people and units"),
    Permission.OPERATE: Text("运行维护", "Operate the installation"),
    Permission.GRANT_ROLES: Text("授予和收回角色", "Grant and withdraw roles"),
    Permission.READ_AUDIT: Text("查看审计日志", "Read the audit trail"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over the units whose path starts with `path` ("/1/4/")."""

    role: Role
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person for whom a use-case runs, with what they may do where."""

    id: int
    login: str
    name: str
    language: str
    grants: tuple[Grant, ...]
    must_change_password: bool = False

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return each role once, in the order of the policy."""
        granted = {grant.role for grant in self.grants}
        return tuple(role for role in Role if role in granted)

    def may(self, permission: Permission) -> bool:
        """Return whether any grant, for any unit, includes the permission."""
        return any(permission in POLICY[grant.role] for grant in self.grants)

    def paths(self, permission: Permission) -> tuple[str, ...]:
        """Return the paths of the unit subtrees over which the permission holds."""
        return tuple(sorted({g.path for g in self.grants if permission in POLICY[g.role]}))
