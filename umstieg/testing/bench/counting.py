"""The outermost middleware of the bench: how many statements a request has cost, all of them, savepoints aside."""

import re

from django.db import connection

HEADER = "X-Statements"
ASIDE = re.compile(r"\s*(SAVEPOINT|RELEASE|ROLLBACK)", re.IGNORECASE)


class StatementsMiddleware:
    """Counts on the way to the database, so that session, rights and log are in it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        count = 0

        def counted(execute, statement, params, many, context):
            nonlocal count
            count += not ASIDE.match(str(statement))
            return execute(statement, params, many, context)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response.headers[HEADER] = str(count)
        return response
