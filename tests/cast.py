"""The people of every test. 林 learns, 王 leads, 陈 trains, 赵 reviews, 何 and 吴 are HR, and so on."""

import pickle
from datetime import datetime

from sqlalchemy.orm import Session

from lms.domain.access import Actor, Role
from lms.people import accounts, roles, unit_tree
from lms.people.credentials import sign_in

PASSWORD = "correct-horse-7"
_HASH = "$argon2id$v=19$m=8,t=1,p=1$"


class Cast:
    """Actors by name; the units as .city, .office, .education, .finance."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now
        self.city = unit_tree.add(session, "CITY", "云川市人民政府", None, None, now, "Yunchuan City")
        self.office = unit_tree.add(session, "OFFICE", "市政府办公室", self.city, None, now, "City Office")
        self.education = unit_tree.add(session, "EDU", "市教育局", self.city, None, now, "Education Bureau")
        self.finance = unit_tree.add(session, "FIN", "市财政局", self.city, None, now, "Finance Bureau")
        self.lin = self._person("E001", "林晓", self.education, (Role.TRAINEE, self.city))
        self.wang = self._person("E002", "王敏", self.education, (Role.TRAINEE, self.city))
        self.chen = self._person("E003", "陈立", self.office, (Role.TRAINER, self.city))
        self.zhao = self._person("E004", "赵静", self.office, (Role.REVIEWER, self.city))
        self.he = self._person("E005", "何平", self.office, (Role.HR, self.city))
        self.wu = self._person("E006", "吴芳", self.education, (Role.HR, self.education))
        self.sun = self._person("E007", "孙正", self.office, (Role.AUDITOR, self.city))
        self.an = self._person("E008", "安国", self.office, (Role.SYSADMIN, self.city))
        self.qian = self._person("E009", "钱卫", self.office, (Role.SECADMIN, self.city))
        self.zhou = self._person("E010", "周岚", self.office, (Role.MARKER, self.city))
        self.jian = self._person("E011", "简宁", self.office, (Role.INVIGILATOR, self.city))
        self.luo = self._person("E012", "罗强", self.finance, (Role.TRAINEE, self.city))
        self.wai = self._person("E099", "外来", self.finance)

    def dump(self) -> bytes:
        """Return the actors as bytes, for another process or another copy of their database."""
        return pickle.dumps({name: value for name, value in vars(self).items() if name != "_session"})

    @classmethod
    def load(cls, data: bytes) -> "Cast":
        """Return the people that `dump` wrote."""
        cast = cls.__new__(cls)
        vars(cast).update(pickle.loads(data))
        return cast

    def all(self) -> dict[str, Actor]:
        """Return an actor for each role, by its name."""
        return {
            "trainee": self.lin,
            "trainer": self.chen,
            "reviewer": self.zhao,
            "invigilator": self.jian,
            "marker": self.zhou,
            "hr": self.he,
            "sysadmin": self.an,
            "secadmin": self.qian,
            "auditor": self.sun,
            "nobody": self.wai,
        }

    def _person(self, login: str, name: str, unit, *grants) -> Actor:
        person = accounts.create(self._session, login, name, unit, None, self._now)
        for role, over in grants:
            roles.grant(self._session, person, role, over, None, self._now)
        self._session.flush()
        actor = sign_in.actor_by_id(self._session, person.id)
        assert actor is not None
        return actor
