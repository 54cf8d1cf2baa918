from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self):
        from umstieg.audit.events import register
        from umstieg.audit.reasons import register as register_reasons
        from umstieg.audit.refusals import register as register_finders
        from umstieg.centre.texts import register as register_text

        from .enums import LeadCause, ReviewResult
        from .events import LABELS
        from .printouts import LEDGER, WAY
        from .queries.belonging import CASE_OF

        register(LABELS)
        register_reasons(dict([*LeadCause.choices, *ReviewResult.choices]))
        register_finders(CASE_OF)
        register_text(LEDGER)
        register_text(WAY)
