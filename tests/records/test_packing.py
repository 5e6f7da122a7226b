"""Values on their way to another process: they come back equal, and equal values go as equal bytes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from generator.records import packing
from generator.records.figures import Absence
from generator.records.packing import packed, recalled, unpacked
from generator.records.place import Place


@dataclass(frozen=True)
class _Nothing:
    pass


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    figure: int | Decimal | Absence
    places: tuple[Place, ...] = ()
    inner: object = None


@dataclass(frozen=True, slots=True)
class _Counted:
    name: str
    length: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", self.length + len(self.name))


def _whole(name: str) -> _Case:
    place = Place(line=3, box=(1.0, 2.0, 3.0, 4.5))
    inner = {"a": [_Nothing(), _Counted(name)], "b": (Decimal("1.50"), frozenset({7}))}
    return _Case(name, Absence.BLANK, (place, Place(), place), inner)


def test_what_is_packed_comes_back_equal_and_of_the_same_types() -> None:
    whole = _whole("示例")
    back = unpacked(packed(whole))
    assert back == whole
    assert back.figure is Absence.BLANK
    assert type(back.places[0]) is Place
    assert back.inner["a"][1].length == len("示例"), "put together as it was, not worked out anew"


def test_equal_values_are_equal_bytes_whether_one_object_or_several() -> None:
    one, other = (f"示例{number}"[:2] for number in (1, 2))
    assert one is not other
    assert packed([one, one]) == packed([one, other])
    assert packed(_whole(other)) == packed(_whole(one))
    assert packed(_whole(one)) != packed(_whole("示范"))


def test_other_things_are_packed_as_pickle_does_or_refused() -> None:
    assert unpacked(packed({"when": Decimal("0.1"), "of": complex(1, 2)})) == {"when": Decimal("0.1"), "of": 1 + 2j}
    with pytest.raises((pickle.PicklingError, AttributeError)):
        packed(lambda: None)


def test_what_names_a_function_comes_back_only_where_that_is_known_to_make_values() -> None:
    class Named:
        def __init__(self, function: str) -> None:
            self.function = function

        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            return getattr(packing, self.function), (Place, (3, *[None] * 5))

    kept = pickle.dumps(Named("_made"))
    assert recalled(kept, {}.__getitem__) == Place(line=3)
    for other in ("packed", "maker"):
        with pytest.raises(ValueError, match=other):
            recalled(pickle.dumps(Named(other)), {}.__getitem__)


@pytest.mark.parametrize(
    "place",
    [
        *(Place(), Place(line=3), Place(line=3, page=2), Place(page=2, box=(1.0, 2.0, 3.0, 4.5)), Place(cell=1)),
        Place(line=1, page=2, box=(0.0, 0.0, 1.0, 1.0), table=3, row=4, cell=5),
    ],
    ids=repr,
)
def test_a_place_comes_back_whole_whether_or_not_it_is_a_line_alone(place: Place) -> None:
    assert unpacked(packed(place)) == recalled(packed(place), {}.__getitem__) == place
