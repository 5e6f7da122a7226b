"""Results kept on disk: given again while all that they rest on is the same, by any process; never when spoilt."""

from __future__ import annotations

import os
import pickle
import weakref
import zlib
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from generator.records.errors import Problem
from generator.records.folded import FoldedSequence
from generator.records.memory import Name
from generator.records.place import Place
from generator.records.portal import Held, Issue, SourceNote
from generator.records.shelf import Shelf
from tests.checking.made import record as made_record

NAME = Name("places", "410822", "2024")


def shelf(folder: Path, program: str = "program") -> Shelf:
    return Shelf(folder / "results", program, lambda _: "")


def once(folder: Path, equal: object = 1, program: str = "program", name: Name = NAME) -> bool:
    """Ask for a result by a shelf of its own; tell whether it had to be made."""
    made = []

    def make() -> tuple[Place, Decimal, frozenset[str]]:
        made.append(1)
        return Place(line=3), Decimal("1.50"), frozenset({"a", "b"})

    asked = shelf(folder, program)
    assert asked.of(name, make, equal=(equal,)) == (Place(line=3), Decimal("1.50"), frozenset({"a", "b"}))
    asked.close()
    return bool(made)


def test_a_result_is_given_again_while_what_it_rests_on_is_equal(tmp_path: Path) -> None:
    assert [once(tmp_path), once(tmp_path)] == [True, False]
    assert once(tmp_path, equal=2)
    assert once(tmp_path, equal=1), "one result is kept under a name: the last"
    assert once(tmp_path, program="another")
    assert once(tmp_path, name=Name("places", "410822", "2023"))
    assert once(tmp_path), "what another program has made is none"
    assert not once(tmp_path, name=Name("places", "410822", "2023")), "what stands beside it is kept"


def test_sets_are_equal_in_any_order(tmp_path: Path) -> None:
    names = [f"name{number}" for number in range(40)]
    assert once(tmp_path, equal=frozenset(names))
    assert not once(tmp_path, equal=frozenset(reversed(names)))
    assert once(tmp_path, equal=frozenset(names[1:]))


SPOILS: dict[str, Callable[[bytes], bytes]] = {
    "torn": lambda kept: kept[:-7],
    "torn at its beginning": lambda kept: kept[:20],
    "empty": lambda _: b"",
    "altered": lambda kept: kept.replace(b"1.50", b"1.51"),
    "another's": lambda _: sha256(b"x").digest() + b"x",
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_was_spoilt_is_made_anew(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    once(tmp_path)
    (book,) = (path for path in (tmp_path / "results").rglob("*") if path.is_file())
    good = book.read_bytes()
    assert spoil(good) != good
    book.write_bytes(spoil(good))
    assert once(tmp_path)
    assert not once(tmp_path)


class _Call:
    def __init__(self, *call: object) -> None:
        self._call = call

    def __reduce__(self) -> tuple[object, ...]:
        return self._call[0], self._call[1:]


@pytest.mark.parametrize(
    "call", [_Call(os.mkdir, "planted"), _Call(Path.mkdir, Path("planted")), _Call(os.system, "mkdir planted")]
)
def test_what_somebody_has_planted_calls_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: _Call) -> None:
    """Also with the right hash of its own."""
    monkeypatch.chdir(tmp_path)
    once(tmp_path)
    (book,) = (path for path in (tmp_path / "results").rglob("*") if path.is_file())
    body = pickle.dumps(("program", {"2024": ("x", call)}))
    book.write_bytes(sha256(body).digest() + body)
    assert once(tmp_path)
    assert not (tmp_path / "planted").exists()


def test_kinds_that_our_modules_only_use_are_not_called(tmp_path: Path) -> None:
    """A name within our modules may lead to a kind of the standard library."""
    once(tmp_path)
    (book,) = (path for path in (tmp_path / "results").rglob("*") if path.is_file())
    opened = tmp_path / "opened"
    body = b"cgenerator.publishing.shards\nsubprocess.Popen\n((S'touch'\nS'" + bytes(opened) + b"'\nltR."
    book.write_bytes(sha256(body).digest() + body)
    assert once(tmp_path)
    assert not opened.exists()


def test_what_is_folded_up_calls_nothing_either_when_it_is_opened(tmp_path: Path) -> None:
    once(tmp_path)
    (book,) = (path for path in (tmp_path / "results").rglob("*") if path.is_file())
    planted: FoldedSequence[object] = FoldedSequence(
        zlib.compress(pickle.dumps(_Call(os.mkdir, str(tmp_path / "planted"))))
    )
    body = pickle.dumps(("program", {"2024": ("x", planted)}))
    book.write_bytes(sha256(body).digest() + body)
    with pytest.raises(ValueError, match="mkdir"):
        list(planted)
    assert not (tmp_path / "planted").exists()


def test_it_lets_go_of_what_nothing_rests_on_any_more_and_no_sooner(tmp_path: Path) -> None:
    def held() -> Held:
        return Held(Issue("410822", 2024), made_record(), "")

    kept = shelf(tmp_path)
    whole = weakref.ref(kept.of(Name("whole", "410822", "2024"), held))
    part = weakref.ref(kept.of(Name("part", "410822", "2024"), lambda: (held(), 1))[0])
    kept.done_with("another")
    kept.done_with("whole", parts_alone=True)
    assert whole() is not None
    assert part() is not None
    kept.done_with("part", parts_alone=True)
    assert part() is None
    kept.done_with("whole", "part")
    assert whole() is None
    kept.close()

    def fail() -> Held:
        raise AssertionError

    assert shelf(tmp_path).of(Name("whole", "410822", "2024"), fail) == held(), "it is on disk all the same"


def test_a_result_refers_to_another_and_both_are_kept_once(tmp_path: Path) -> None:
    def ask(line: int) -> tuple[SourceNote, tuple[Issue, SourceNote]]:
        kept = shelf(tmp_path)
        note = kept.of(
            Name("note", "410822", "2024"), lambda: SourceNote(url=f"https://example.org/{line}"), equal=(line,)
        )
        name = Name("pair", "410822", "2024")
        pair = kept.of(name, lambda: (Issue("410822", 2024), note), same=(note,))
        kept.close()
        return note, pair

    for line in (1, 1, 2, 2):
        note, pair = ask(line)
        assert pair[1] is note
        assert note.url.endswith(str(line))


def test_files_of_what_nobody_asks_for_any_more_are_taken_away(tmp_path: Path) -> None:
    once(tmp_path)
    once(tmp_path, name=Name("places", "other", "2024"))
    assert [path.name for path in (tmp_path / "results").rglob("*") if path.is_file()] == ["other"]


def test_a_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    assert once(tmp_path, name=Name("places", "../../secret"))
    assert once(tmp_path, name=Name("places", "../../secret")), "it is not kept"
    assert not (tmp_path / "results").exists()


def test_a_disk_that_cannot_be_written_is_a_miss_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("in the way", encoding="utf-8")
    assert [once(tmp_path), once(tmp_path)] == [True, True]


def test_files_are_told_by_their_content(tmp_path: Path) -> None:
    file, kept = tmp_path / "a", shelf(tmp_path)
    file.write_text("1", encoding="utf-8")
    (first,) = kept.states((file,))
    file.write_text("2", encoding="utf-8")
    (second,) = kept.states((file,))
    os.utime(file, ns=(1, 1))
    assert first != second == kept.states((file,))[0]
    file.rename(tmp_path / "b")
    file.symlink_to(tmp_path / "b")
    assert kept.states((file,)) not in {(second,), kept.states((tmp_path / "none",))}


def test_files_behind_a_linked_folder_are_told_by_their_content_too(tmp_path: Path) -> None:
    data = tmp_path / "data" / "agencies" / "41.yaml"
    data.parent.mkdir(parents=True)
    data.write_text("one", "utf-8")
    (tmp_path / "content").symlink_to(tmp_path / "data")
    shelf, seen = Shelf(tmp_path / "kept", "program", lambda _: ""), tmp_path / "content" / "agencies" / "41.yaml"
    before = shelf.states([seen])
    data.write_text("two", "utf-8")
    assert shelf.states([seen]) != before


def test_a_hash_that_was_known_tells_the_same_as_one_that_was_worked_out(tmp_path: Path) -> None:
    """Else the second build would read every record again."""
    file = tmp_path / "records" / "a" / "2024.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("one", "utf-8")
    digest = sha256(b"one").hexdigest()
    looked, knows = shelf(tmp_path), Shelf(tmp_path / "results", "program", lambda _: digest)
    assert looked.states([file]) == knows.states([file])
    file.parent.rename(tmp_path / "moved")
    file.parent.symlink_to(tmp_path / "moved")
    moved = Shelf(tmp_path / "results", "program", lambda _: digest)
    assert moved.states([file]) != knows.states([file]), "a folder that is elsewhere is no agency's"


def test_what_cannot_be_taken_away_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "kept" / "kind" / "folder").mkdir(parents=True)
    Shelf(tmp_path / "kept", "program", lambda _: "").close()
    assert (tmp_path / "kept" / "kind" / "folder").is_dir()


def test_what_comes_out_the_same_makes_nothing_else_anew(tmp_path: Path) -> None:
    def later(line: int) -> list[int]:
        kept, made = shelf(tmp_path), []
        note = kept.of(Name("note", "410822", "2024"), lambda: SourceNote(url="https://example.org/"), equal=(line,))
        kept.of(Name("later", "410822", "2024"), lambda: made.append(line), same=(note,))
        kept.close()
        return made

    assert [later(line) for line in (1, 2, 2)] == [[1], [], []]


def test_what_comes_out_the_same_makes_nothing_else_anew_however_it_was_shared(tmp_path: Path) -> None:
    def kept(rests_on: int, texts: tuple[str, ...]) -> str:
        shelf = Shelf(tmp_path, "program", lambda _: "")
        made = shelf.of(Name("kind", "one", "x"), lambda: Problem(texts[0], None, *texts[1:]), equal=(rests_on,))
        shelf.close()
        return shelf.print_of(made)

    one, same = "十个字" * 3, "".join(["十个字"] * 3)
    assert one is not same
    first = kept(1, (one, one, one))
    assert kept(2, (one, same, one)) == first
    assert kept(3, (one, f"{same}。", one)) != first
