"""Pages of long lists that never count more than CAP rows: counting a hundred thousand costs more than showing 25."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

CAP = 1_000


class CappedPaginator(Paginator):
    """Counts and turns pages up to CAP rows; who looks for what lies beyond narrows the list.

    `counted` is the same list without what only its rows need.
    """

    def __init__(self, rows, per_page, *, counted=None):
        super().__init__(rows, per_page)
        self._counted = rows if counted is None else counted

    @cached_property
    def count(self):
        return min(self._found, CAP)

    @cached_property
    def is_capped(self) -> bool:
        return self._found > CAP

    @cached_property
    def counted(self) -> str:
        """How many there are, for reading: "27" or "1000+"."""
        return f"{self.count}+" if self.is_capped else f"{self.count}"

    @cached_property
    def _found(self):
        if isinstance(self._counted, list):
            return len(self._counted)
        return self._counted.order_by()[: CAP + 1].count()  # in order, it would have to read all of them
