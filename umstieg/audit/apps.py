from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "umstieg.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self):
        from umstieg.core.models import StoredFile

        from . import checks  # noqa: F401  registers the system check
        from .events import register
        from .reasons import register as register_reasons
        from .registration import audited
        from .triggers import install_after_migrate
        from .verification import FINDINGS, INTACT

        register(
            {
                "access.refused": _("Access refused"),
                "audit.read": _("Audit log read"),
                "audit.verified": _("Audit log verified"),
                "audit.checkpointed": _("Checkpoint of the audit log taken"),
                "person_search.requested": _("Search by person requested"),
                "person_search.approved": _("Search by person approved"),
                "person_search.refused": _("Search by person refused"),
                "person_search.listed": _("Searches by person seen"),
                "person_log.read": _("Log read by person"),
                "own_log.viewed": _("Own log viewed"),
                "keys.rotated": _("Keys rotated"),
            }
        )
        register_reasons({INTACT: _("intact"), FINDINGS: _("with findings")})
        audited(StoredFile)  # the kernel knows no log; the pieces follow from the row
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="umstieg.audit_triggers")
