"""What pages show: rows and heads made ready to print."""


class Shown:
    """Base of what a template reads many attributes of.

    Django's templates first ask for an item and only then for an attribute; the refused item takes longer than the
    attribute itself, so here an item is the attribute of that name.
    """

    __slots__ = ()
    __getitem__ = object.__getattribute__
