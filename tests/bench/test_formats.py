"""The files that reading is measured on are good ones."""

from bench.costs.formats import gift, workbook
from lms.formats.items import read


def test_every_question_of_the_measured_files_is_read():
    for data, name in ((gift(50), "a.gift"), (workbook(50), "a.xlsx")):
        reading = read(data, name)
        assert (len(reading.drafts), list(reading.problems)) == (50, [])
