"""Which functions of the product run while something else runs."""

import contextlib
import json
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

NO_PRODUCT = ("tests", "testing", ".venv")


@contextlib.contextmanager
def functions_run():
    """A set that is filled with "module:qualified name" of every function of the product that runs inside."""
    codes, names = set(), set()

    def note(frame, event, _arg):
        if event == "call":
            codes.add(frame.f_code)

    sys.setprofile(note)
    try:
        yield names
    finally:
        sys.setprofile(None)
        names.update(filter(None, map(_name, codes)))


_names: dict = {}


def _name(code) -> str | None:
    if code not in _names:
        path = Path(code.co_filename)
        parts = path.relative_to(settings.BASE_DIR).parts if path.is_relative_to(settings.BASE_DIR) else ()
        is_product = parts and not set(parts) & set(NO_PRODUCT)
        module = ".".join(parts).removesuffix(".py").removesuffix(".__init__")
        _names[code] = f"{module}:{code.co_qualname.partition('.<locals>')[0]}" if is_product else None
    return _names[code]


class TestFiles:
    """A plugin of pytest: writes down which functions the tests of each file run, {function: files}."""

    def __init__(self, path: str):
        self.path, self.found = Path(path), defaultdict(set)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item):
        with functions_run() as names:
            yield
        for name in names:
            self.found[name].add(item.nodeid.partition("::")[0])

    def pytest_sessionfinish(self, session):
        worker = getattr(session.config, "workerinput", {}).get("workerid", "main")
        told = {name: sorted(files) for name, files in self.found.items()}
        self.path.with_name(f"{self.path.stem}.{worker}.json").write_text(json.dumps(told), encoding="utf-8")


def files_that_run(path: str) -> dict[str, set[str]]:
    """{function: files of tests}, put together from what every worker has written."""
    found = defaultdict(set)
    for part in Path(path).parent.glob(f"{Path(path).stem}.*.json"):
        for name, files in json.loads(part.read_text(encoding="utf-8")).items():
            found[name].update(files)
    return found
