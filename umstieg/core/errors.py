"""What a service says when a rule of the domain forbids the act."""


class DomainError(Exception):
    """A rule is not met. `message` is for the person at the form, `field` the field it belongs to (or None).

    The message never repeats a name or a text of a client: it may end up in a log.
    """

    def __init__(self, message, field=None):
        super().__init__(str(message))
        self.message = message
        self.field = field


class ConflictError(DomainError):
    """Somebody else has changed the same record in the meantime."""
