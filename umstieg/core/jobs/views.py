"""The page of a job: how far it is, and what came of it. Its owner's alone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from umstieg.core.errors import DomainError

from .queries import job_of, job_page
from .services import cancel_job


@require_safe
def job_detail(request, key):
    """How far it is. Asked by htmx every two seconds, it answers with the state alone."""
    job = job_of(request.user, key)
    if job is None:
        raise Http404
    is_piece = request.htmx.target == "job"
    template = "jobs/state.html" if is_piece else "jobs/detail.html"
    return render(request, template, {"page": job_page(job), "is_piece": is_piece})


@require_POST
def job_cancel(request, key):
    """Call off what has not been begun."""
    job = job_of(request.user, key)
    if job is None:
        raise Http404
    try:
        cancel_job(job=job, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("jobs:detail", key=key)
