"""The forms of those who run exams."""

from lms.invigilation.forms.additions import ADDITIONS, AdditionForm, AdditionKind, FoundForm, UnitForm
from lms.invigilation.forms.candidates import (
    AbsencesForm,
    AdmissionForm,
    CandidatesFilter,
    ChosenPeople,
    GroupTimeForm,
    PeopleSearch,
    RemovalForm,
    StatusForm,
)
from lms.invigilation.forms.decisions import (
    BoardFilter,
    DecisionChoice,
    DecisionForm,
    LateAnswersForm,
    TranscriptForm,
)
from lms.invigilation.forms.papers import AnswerFileForm, CarriedFileForm, PapersForm

__all__ = [
    "ADDITIONS",
    "AbsencesForm",
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
