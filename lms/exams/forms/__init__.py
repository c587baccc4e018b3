"""The forms for composing and arranging exams."""

from lms.exams.forms.audience import AudienceForm, FirstPublicationForm, people
from lms.exams.forms.draft import DraftForm, NewExamForm, RearrangeForm, SectionForm, stored_text
from lms.exams.forms.facts import FactsForm, facts_form, stored_facts
from lms.exams.forms.parts import (
    PART_FORMS,
    CaseForm,
    CompetencyChoice,
    DrawForm,
    FixedForm,
    PartForm,
    SearchFilter,
)
from lms.exams.forms.window import ArrangementForm

__all__ = [
    "PART_FORMS",
    "ArrangementForm",
    "AudienceForm",
    "CaseForm",
    "CompetencyChoice",
    "DraftForm",
    "DrawForm",
    "FactsForm",
    "FirstPublicationForm",
    "FixedForm",
    "NewExamForm",
    "PartForm",
    "RearrangeForm",
    "SearchFilter",
    "SectionForm",
    "facts_form",
    "people",
    "stored_facts",
    "stored_text",
]
