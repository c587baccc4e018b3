"""The forms of sitting and running exams: what each asks for, and what a page may read of it."""

from lms.delivery.forms.accommodations import AccommodationForm, AccommodationSearch
from lms.delivery.forms.additions import ADDITIONS, AdditionForm, AdditionKind, FoundForm, UnitForm
from lms.delivery.forms.candidates import (
    AbsencesForm,
    AdmissionForm,
    CandidatesFilter,
    ChosenPeople,
    GroupTimeForm,
    PeopleSearch,
    RemovalForm,
    StatusForm,
)
from lms.delivery.forms.invigilation import (
    BoardFilter,
    DecisionChoice,
    DecisionForm,
    LateAnswersForm,
    TranscriptForm,
)
from lms.delivery.forms.papers import AnswerFileForm, CarriedFileForm, PapersForm
from lms.delivery.forms.sittings import AccessCodeForm

__all__ = [
    "ADDITIONS",
    "AbsencesForm",
    "AccessCodeForm",
    "AccommodationForm",
    "AccommodationSearch",
    "AdditionForm",
    "AdditionKind",
    "AdmissionForm",
    "AnswerFileForm",
    "BoardFilter",
    "CandidatesFilter",
    "CarriedFileForm",
    "ChosenPeople",
    "DecisionChoice",
    "DecisionForm",
    "FoundForm",
    "GroupTimeForm",
    "LateAnswersForm",
    "PapersForm",
    "PeopleSearch",
    "RemovalForm",
    "StatusForm",
    "TranscriptForm",
    "UnitForm",
]
