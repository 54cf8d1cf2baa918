"""The goals of confidentiality that are numbers (confidentiality.md B), each measured by a proof of its own."""

from .door import Enumeration, Guessing, SecondFactor, Sessions
from .rights import AnswersAlike, RightsChange
from .sent import Forgery, Headers, Smuggling

GOALS = (AnswersAlike, RightsChange, SecondFactor, Guessing, Enumeration, Sessions, Headers, Smuggling, Forgery)
