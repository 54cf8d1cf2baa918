"""From when and how long: the beginnings and periods that the rules name."""

from umstieg.core.retention import Start

LAST_CASE_CLOSED = Start("last_case_closed", "the client's last case was closed")
CASE_CLOSED = Start("case_closed", "the case was closed")
NOTED = Start("noted", "the note was written")
NOTICE_SETTLED = Start("notice_settled", "the notice was filed or discarded")
WORD_GONE = Start("word_gone", "the word or number it stands for was emptied or deleted")

CONTACT = (
    "Only needed while somebody may still have to be reached (Art. 5 (1) e GDPR); she may return within half a year."
)
RECORD = "Claims of clients lapse after three years, counted from the end of the year (§§ 195, 199 BGB)."
WITH_THE_CASE = {"start": CASE_CLOSED, "months": 36, "until_year_end": True, "reason": RECORD}
WITH_THE_CLIENT = {"start": LAST_CASE_CLOSED, "months": 36, "until_year_end": True, "reason": RECORD}
