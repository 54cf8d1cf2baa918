"""`audited` registers a model with django-auditlog so that no content can reach the log."""

from auditlog.registry import auditlog

MASK = "•••"


def mask(value):
    """What the log shows instead of an encrypted value: only that there is one."""
    return "" if value in ("", "None", None, "[]", "{}") else MASK


def audited(model=None, *, exclude=(), mask_also=()):
    """Class decorator: log every change of the model, its encrypted fields masked.

    Masked, not left out: a change that touches only encrypted fields must still be seen. `__str__` of the model must
    show nothing but a number; a test holds every audited model to it.

    The columns are named one by one: left to itself, django-auditlog asks every relation that points here as well,
    with a statement for each that is one to one, and notes nothing of use.
    """

    def decorate(model):
        fields = model._meta.concrete_fields
        auditlog.register(
            model,
            include_fields=[field.name for field in fields if field.name not in exclude],
            mask_fields=[field.name for field in fields if getattr(field, "encrypted", False)] + list(mask_also),
            mask_callable="umstieg.audit.registration.mask",
            m2m_fields={field.name for field in model._meta.many_to_many},
            exclude_fields=list(exclude),
        )
        return model

    return decorate if model is None else decorate(model)


def is_audited(model) -> bool:
    return auditlog.contains(model)
