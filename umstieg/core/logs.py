"""Logs that hold no content: a traceback or a request line may carry what somebody typed."""

import logging

from django.views.debug import SafeExceptionReporterFilter


class ContentFree(logging.Filter):
    """Keeps of an exception only its class and the place in our code, never its message, locals or the request."""

    def filter(self, record):
        if record.exc_info:
            kind, _, trace = record.exc_info
            while trace and trace.tb_next:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            record.msg, record.args = f"{kind.__name__ if kind else 'Exception'} at {place}", None
            record.exc_info = record.exc_text = None
        elif record.name.startswith("django.request") or record.name.startswith("django.security"):
            record.msg, record.args = f"{getattr(record, 'status_code', '')} {record.name}", None
        return True


class NoContentReporterFilter(SafeExceptionReporterFilter):
    """Error reports without form data, cookies or local variables."""

    def is_active(self, request):
        return True

    def get_post_parameters(self, request):
        return {}

    def get_traceback_frame_variables(self, request, tb_frame):
        return []
