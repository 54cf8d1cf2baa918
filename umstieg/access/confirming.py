"""Asking once more who it is, before something leaves the house or opens a case: a grant, an export, an address.

django-allauth asks for password or second factor and remembers for five minutes. Whoever is asked loses nothing: what
she has typed waits encrypted in her session and stands in the form again when she comes back. (The library itself would
put the whole request there in clear, so it is not left to it.)
"""

import json
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import QueryDict
from django.shortcuts import redirect

from umstieg.core.crypto import decrypt, encrypt

PLACE = "typed_before_confirming"  # in the session
UNWANTED = "csrfmiddlewaretoken"


def ask_to_confirm(request):
    """A redirect to where she confirms that it is she; None when she has done so lately or sends nothing."""
    request.typed_before = None
    if request.method != "POST":
        request.typed_before = _take_back(request)
        return None
    if did_recently_reauthenticate(request):
        return None
    data = request.POST.copy()
    data.pop(UNWANTED, None)
    kept = {"path": request.get_full_path(), "data": data.urlencode()}
    request.session[PLACE] = encrypt(json.dumps(kept), PLACE)
    way = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
    return redirect(f"{way}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")


def _take_back(request):
    """What she had typed on this page, as the browser sent it; once."""
    if PLACE not in request.session:
        return None
    kept = json.loads(decrypt(request.session[PLACE], PLACE))
    if kept["path"] != request.get_full_path():
        return None
    del request.session[PLACE]
    return QueryDict(kept["data"])
