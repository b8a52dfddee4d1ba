"""What is said of a complaint about the product itself (意见建议), in pure Python.

国办函〔2026〕12号 asks every system that people at the base must use for a complaint function; an
answer that nobody can follow is none, so each complaint has a code.
"""

from qingshe.kernel.workflow import Labelled, beginning, move

LONGEST = 2000  # characters
ANSWER_WITHIN = 5  # working days; our own promise, shown on the page
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread on paper or by phone


class State(Labelled):
    SUBMITTED = "submitted", "待答复"
    ANSWERED = "answered", "已答复"


SUBMIT = beginning("submit", "提意见", State.SUBMITTED)
ANSWER = move("answer", "答复", State.SUBMITTED, to=State.ANSWERED)
REOPEN = move("reopen", "追问", State.ANSWERED, to=State.SUBMITTED)
