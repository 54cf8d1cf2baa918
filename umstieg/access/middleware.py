"""Which files a request may bring along, decided before any of them is opened."""

from django.middleware.csrf import CsrfViewMiddleware
from django.urls import Resolver404, resolve

from umstieg.core.files.fields import clean_files, names_of_files

from .policies import has_permission


class FilesMiddleware:
    """Lets a file arrive only at a view that names a form for it, and has it cleaned only for whoever may send it.

    Stands just outside the transaction of the request: within, a file that takes long would keep everybody else from
    writing (docs/adr/0005, 0019). So it asks beforehand what `@requires` and CSRF ask again inside.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.csrf = CsrfViewMiddleware(get_response)

    def __call__(self, request):
        if request.method == "POST" and request.content_type == "multipart/form-data":
            view = _view_at(request)
            form = getattr(view, "form_with_files", None)
            if form is not None and has_permission(request.user, view.required_permission):
                request.file_fields = names_of_files(form)
                request.body  # noqa: B018  read whole, whatever is taken out of it
                if self.csrf.process_view(request, view, (), {}) is None:
                    clean_files(form, request.FILES)
        return self.get_response(request)


def _view_at(request):
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None
