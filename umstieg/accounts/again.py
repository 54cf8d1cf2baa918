"""Before somebody gives a right she signs in once more, if her sign-in is some minutes old."""

from functools import wraps
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def signed_in_again(page: str = ""):
    """Ask for the sign-in first; afterwards lead to the page, or for a button to `page`, where it stands.

    What was sent is not put aside meanwhile: the library would lay it into the session together with every header.
    """

    def decorate(view):
        asked = reauthentication_required(view)

        @wraps(view)
        def confirmed(request, *args, **kwargs):
            try:
                return asked(request, *args, **kwargs)
            except ReauthenticationRequired:
                if request.method == "POST":
                    messages.info(request, _("Please send it once more now."))
                back = reverse(page, kwargs=kwargs if page == PERSON else None) if page else request.path
                return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}")

        return confirmed

    return decorate


PERSON = "people:person"
