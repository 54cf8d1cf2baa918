"""Work that takes longer than a page may: done by one process beside the server (`manage.py work`), without a broker.

An app names its jobs in `<app>/jobs.py`, which is found by itself:

    @job("app.import", title=_("Importing a table"), permission=Permission.X)
    def import_table(run: Run):
        run.stage(_("Checking the rows"))                 # a word for the person; begins to count anew
        for number, row in enumerate(rows, 1):
            ...                                           # look and prepare: nothing may be written yet
            run.tell(number, len(rows))
        run.stage(_("Writing"))
        with run.writing() as outcome:                    # one short transaction, one event, in the name of the owner
            add_rows(rows, by=run.owner)           # services, each with its act
            outcome["address"] = reverse("app:imported", …)
            outcome["message"] = _("42 rows were added.")

and a view starts one and leads to its page:

    started = start_job("app.import", by=request.user, facts={"rows": …})
    return redirect("jobs:detail", key=started.pk)

The rules:

- **Exactly once.** A process may be killed at any moment, and the job is begun again by the next one. What it has done
  and that it is done are committed together by `run.writing()`; so everything is written inside it, once, at the end.
  Outside of it every writing statement is refused (WroteTooEarly). A job that writes nothing returns its outcome.
- **Progress is written between, never during.** SQLite has one writer: while `run.writing()` is open nobody can save,
  and `stage` and `tell` do nothing. Do the slow part before it.
- **Writing is short**, some seconds: on SQLite every page of the centre waits for it. What would take longer is cut:
  each part starts the next by `start_job(…)` inside its `run.writing()`, so that the chain breaks nowhere.
- **Say something** at least every 20 seconds (`run.tell`, `run.stage`): after a minute of silence the process is taken
  for dead and another one begins the job again. Being told to end, a process gives its job back where it tells.
- **Her rights are those of now.** The permission is asked for when the job begins and again when it writes; whoever was
  disabled or lost the role meanwhile gets a failed job and a refusal in the log. What the services check, they check.
- `facts` and `outcome` are plain values (JSON) and encrypted. `facts` are emptied when the job ends, so that an
  uploaded file does not lie about; a file goes in as base64.
- DomainError: the job fails with its message. Any other error: a plain message for her; class and place in the log.
"""

from .models import Job, State
from .registry import job
from .running import Run
from .services import cancel_job, start_job

__all__ = ["Job", "Run", "State", "cancel_job", "job", "start_job"]
