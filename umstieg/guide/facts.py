"""What edges and tips ask about a case beside the states of its themes. None = unknown: "may matter"."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Facts:
    """Answers of one case. Nothing here is ever a mandatory question, and none of it is a condition of help."""

    lives_at_work: bool | None = None
    """The place to live is the place of work (list housing, group `workplace`)."""
    lives_in_germany: bool | None = None
    """Has a residence (Wohnsitz) in Germany; a registered address is not asked for."""
    centre_holds_lease: bool | None = None
    """The centre is party to the lease (list housing, group `centre_lease`)."""
    is_eu: bool | None = None
    """Citizen of another EU country, with free movement (list residence_status, groups `eu_…`)."""
    needs_permit: bool | None = None
    """Neither German nor EU: residence rests on a permit."""
    worker_status: bool | None = None
    """EU citizens: counts as worker or self-employed (group `eu_working`) or has permanent residence."""
    five_years_here: bool | None = None
    """In Germany for five years or longer."""
    insurance: str | None = None
    """Group of the list health_insurance: covered, partly, pending, none; unknown is as good as None."""
    newly_insured: bool | None = None
    """Insurance began lately or is being applied for after a gap."""
    receives_benefits: bool | None = None
    """Receives basic income support (SGB II)."""
    has_job: bool | None = None
    """Has a job with social insurance."""
    lower_pay: bool | None = None
    """The new work brings in less than what she lived on before."""
    has_course_place: bool | None = None
    """Conditions of the language course are clear and a place is there."""

    @property
    def uninsured(self) -> bool | None:
        """No insurance in force, also while one is applied for."""
        return {"none": True, "pending": True, "covered": False, "partly": False}.get(self.insurance)


#: The names an edge or a tip may ask for.
CONDITIONS = (*(field.name for field in fields(Facts) if field.name != "insurance"), "uninsured")
NOTHING_KNOWN = Facts()


def holds(facts: Facts, condition: str) -> bool | None:
    """Whether a condition holds; "" is no condition and always holds."""
    return getattr(facts, condition) if condition else True
