"""What a browser must never do, whatever the page: break the CSP, write errors, ask somebody else."""

from urllib.parse import urlsplit

OWN = {"127.0.0.1", "localhost"}
NOT_THE_NETWORK = {"data", "blob", "about"}

# Runs before every page: a violation of the content security policy is an event, whoever reports it or not; and a page
# that is about to go says so (`looks.settled`).
LISTENER = """
addEventListener("securitypolicyviolation", (e) =>
    console.error("CSP event: " + e.violatedDirective + " " + e.blockedURI + " " + e.sourceFile));
navigation.addEventListener("navigate", (e) => { window.isLeaving = !e.destination.sameDocument && e.downloadRequest === null; });
navigation.addEventListener("navigateerror", () => { window.isLeaving = false; });
addEventListener("pageshow", () => { window.isLeaving = false; });
"""


class Watch:
    """Collects requests, console errors, script errors and violations of the CSP of all pages of some contexts."""

    def __init__(self, csp_report):
        self.csp_report = csp_report
        self.requests = 0
        self._faults = []
        self._expected = set()
        self._listeners = {"request": self._request, "console": self._console, "weberror": self._error}

    def listen(self, context):
        for event, listener in self._listeners.items():
            context.on(event, listener)

    def leave(self, context):
        for event, listener in self._listeners.items():
            context.remove_listener(event, listener)

    def expect_status(self, path, status):
        """Chromium writes "status of 404" into the console for a page; that is right for `path`."""
        self._expected.add((path, status))

    def faults(self) -> list[str]:
        return list(dict.fromkeys(self._faults))

    def _request(self, request):
        address = urlsplit(request.url)
        self.requests += 1
        if address.scheme not in NOT_THE_NETWORK and address.hostname not in OWN:
            self._faults.append(f"left the machine: {request.url}")
        if address.path == self.csp_report:
            self._faults.append(f"CSP report: {request.post_data}")

    def _error(self, error):
        self._faults.append(f"script: {error.error}")

    def _console(self, message):
        path = urlsplit(message.location.get("url", "")).path
        expected = any(path == at and f"status of {status}" in message.text for at, status in self._expected)
        if (message.type in ("error", "warning") or "Content Security Policy" in message.text) and not expected:
            self._faults.append(f"console {message.type}: {message.text} ({path})")
