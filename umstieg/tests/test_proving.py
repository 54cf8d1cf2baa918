"""The proofs themselves: refused in a real centre, on databases of their own, taken up again, and written down."""

import pytest
from django.core.management import CommandError, call_command

from umstieg.testing.proving.base import Proof, State
from umstieg.testing.proving.running import (
    DOCUMENT,
    KEPT,
    PROOFS,
    database_of,
    label_of,
    result_of,
    row_of,
    run_here,
    write_down,
)

KEY = ["smoke", 1, "abc"]


def test_no_proof_runs_where_a_real_centre_works(settings):
    settings.IS_DEMO = False
    with pytest.raises(CommandError, match="never"):
        call_command("prove")


@pytest.mark.django_db
def test_a_proof_does_not_touch_the_database_it_was_called_on():
    with pytest.raises(RuntimeError, match="its own"):
        run_here("kill-9", "smoke", 1, 1, print)


def test_every_proof_has_a_database_of_its_own_apart_from_the_demo():
    files = {database_of(name) for name in PROOFS}
    assert len(files) == len(PROOFS)
    assert all(file.parent == KEPT for file in files)


def test_every_proof_says_what_it_proves_and_how_large():
    for name, proof in PROOFS.items():
        assert proof.name == name
        assert proof.proves.endswith(".")
        assert proof.sizes["smoke"] < proof.sizes["full"]
        lines = proof(1, 1, State(path=KEPT / "x.json", key=KEY)).lines()
        assert all(isinstance(line, str) for line in lines), "also before anything has been seen"


def test_a_stopped_run_goes_on_where_it_was(tmp_path):
    state = State.load(tmp_path / "x.json", KEY)
    state.done, state.total = 3, 9
    state.count("answers", 2)
    state.find("odd", "odder")
    state.save()
    again = State.load(tmp_path / "x.json", KEY)
    assert (again.done, again.total, again.facts, again.findings) == (
        3,
        9,
        {"answers": 2, "findings": 2},
        ["odd", "odder"],
    )


@pytest.mark.parametrize("key", [["full", 1, "abc"], ["smoke", 2, "abc"], ["smoke", 1, "def"]])
def test_another_size_seed_or_commit_begins_anew(tmp_path, key):
    state = State.load(tmp_path / "x.json", KEY)
    state.done = 3
    state.save()
    assert State.load(tmp_path / "x.json", key).done == 0


def test_a_finished_run_begins_anew(tmp_path):
    state = State(path=tmp_path / "x.json", key=KEY, done=3, is_finished=True)
    state.save()
    assert State.load(tmp_path / "x.json", KEY).done == 0
    assert State.read(tmp_path / "x.json").done == 3


def test_all_findings_are_counted_and_the_first_ones_kept(tmp_path):
    state = State(path=tmp_path / "x.json", key=KEY)
    state.find(*(f"finding {number}" for number in range(80)))
    assert (len(state.findings), state.facts["findings"]) == (50, 80)


def test_a_result_says_whether_it_holds_failed_or_was_cut_short(tmp_path):
    state = State(path=tmp_path / "x.json", key=KEY, done=8312, total=20_000)
    assert result_of(state) == "holds as far as it came: cut short at 8,312 of 20,000"
    state.is_finished = True
    assert result_of(state) == "holds"
    state.find("Two events are missing.")
    assert result_of(state) == "**failed**: Two events are missing."


def test_the_document_keeps_the_last_result_of_every_proof_and_size(tmp_path):
    document = tmp_path / "proofs.md"
    state = State(path=tmp_path / "x.json", key=KEY, is_finished=True, facts={"lines": ["seen | this", "and that"]})
    write_down([row_of("kill-9", "full", 1, state), row_of("bad-input", "smoke", 1, state)], document)
    write_down([row_of("kill-9", "smoke", 2, state)], document)
    state.find("broken")
    write_down([row_of("kill-9", "smoke", 3, state)], document)
    rows = [line for line in document.read_text().splitlines() if line.startswith(("| kill", "| bad"))]
    assert [row.split(" | ")[0:2] for row in rows] == [
        ["| bad-input", "smoke"],
        ["| kill-9", "full"],
        ["| kill-9", "smoke"],
    ]
    assert "seen \\| this; and that" in rows[1]
    assert "**failed**: broken" in rows[2]
    assert rows[2].endswith("| abc | 3 |")


def test_the_document_of_the_repository_knows_every_proof():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert all(f"**{name}**" in text for name in PROOFS)


def test_a_proof_that_finds_something_fails_the_command(monkeypatch, tmp_path):
    def broken(name, *_):
        state = State(path=tmp_path / "x.json", key=KEY, is_finished=True)
        state.find("lost")
        return state

    monkeypatch.setattr("umstieg.testing.management.commands.prove.run_apart", broken)
    monkeypatch.setattr("umstieg.testing.management.commands.prove.write_down", lambda rows: None)
    with pytest.raises(CommandError, match="kill-9"):
        call_command("prove", "--only", "kill-9")


def test_the_base_of_proofs_is_no_proof():
    with pytest.raises(NotImplementedError):
        next(iter(Proof(1, 1, None).steps()))


def test_a_run_on_postgresql_has_a_row_of_its_own(tmp_path):
    document = tmp_path / "proofs.md"
    state = State(path=tmp_path / "x.json", key=KEY, is_finished=True)
    names = [label_of("kill-9", ""), label_of("kill-9", "postgres://x"), label_of("edit-races", "postgres://x")]
    write_down([row_of(name, "smoke", 1, state) for name in names], document)
    write_down([], document)
    rows = [line for line in document.read_text().splitlines() if line.startswith(("| kill", "| edit"))]
    assert [row.split(" | ")[0] for row in rows] == [
        "| kill-9",
        "| kill-9 on PostgreSQL",
        "| edit-races on PostgreSQL",
    ]


def test_what_people_save_is_proved_on_both_databases():
    assert {name for name, proof in PROOFS.items() if proof.on_both} == {
        "kill-9",
        "edit-races",
        "submit-once",
        "work-killed",
    }
