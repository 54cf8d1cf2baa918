"""Sessions in the database (django.contrib.sessions.backends.db), where a request that changed nothing writes nothing
but the later end. A page asked for in the background would otherwise put back the session as it was when it began,
and with it undo what was saved meanwhile: the word that something was saved, a confirmation already used."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    def save(self, must_create=False):
        """Raises UpdateError when the session was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        changed = {"session_data": self.encode(self._get_session())} if self.modified else {}
        row = self.model.objects.filter(pk=self.session_key)
        if not row.update(expire_date=self.get_expiry_date(), **changed):
            raise UpdateError
