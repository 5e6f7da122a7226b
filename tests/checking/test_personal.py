"""Personal data in text: found however it is written, and nothing else mistaken for it. All numbers are made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checking.personal import (
    ID_NUMBER,
    MOBILE,
    applicants_in,
    is_id_number,
    joined,
    masked,
    numbers_in,
    officials_in,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def numbered(seventeen: str) -> str:
    """Give an ID number: seventeen digits and their check character."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True))
    return seventeen + "10X98765432"[total % 11]


ID, WITH_X, OLD, PHONE = numbered("99000119900307002"), numbered("99000119900307001"), "410822900307001", "13800001234"


def wide(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def kinds(text: str, *, table: bool = False) -> list[str]:
    return [sign.kind for sign in numbers_in(text, table=table)]


def test_the_made_numbers_are_what_they_should_be() -> None:
    assert ID == "990001199003070028"
    assert WITH_X == "99000119900307001X"
    assert is_id_number(ID)
    assert is_id_number(WITH_X)
    assert is_id_number(OLD)


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"身份证号{ID}。",
        wide(ID),
        wide(WITH_X),
        WITH_X.lower(),
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"{ID[:6]}—{ID[6:14]}—{ID[14:]}",
        f"{ID[:10]}\n{ID[10:]}",
        f"{ID[:10]} \n  {ID[10:]}",
        " ".join(ID),
        "\u3000".join(ID),
        "\u200b".join(ID),
        f"{WITH_X[:17]} X",
        f"张三_{ID}.pdf",
        f"编号：{ID}",
        f"序号 3 {ID} 男",
        OLD,
        f"{OLD[:6]} {OLD[6:12]} {OLD[12:]}",
        "".join(chr(0x1D7CE + int(digit)) for digit in ID),
        f"{ID[:6]}\n{ID[6:14]}\n{ID[14:]}",
        f"{OLD[:6]} {OLD[6:10]}\n{OLD[10:12]} {OLD[12:]}",
        f"{OLD[:8]}\n{OLD[8:]}",
        *(mark.join((ID[:6], ID[6:14], ID[14:])) for mark in "‐‑‒–―−﹣－_·"),
        *(mark.join((ID[:9], ID[9:])) for mark in "\u00a0\t"),
        *(mark.join((ID[:9], ID[9:])) for mark in "\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"),
        *(WITH_X[:17] + mark for mark in "Xｘ×"),
    ],
)
def test_id_numbers_are_found_however_they_are_written(text: str) -> None:
    assert kinds(text) == [ID_NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        PHONE,
        f"电话{PHONE}。",
        f"张三{PHONE}.pdf",
        wide(PHONE),
        "138 0000 1234",
        "138-0000-1234",
        "138.0000.1234",
        "1380000 1234",
        "138 00001234",
        "1380 0001 234",
        "138 000 01234",
        "1380 000 1234",
        "13800 001234",
        "+86 138 0000 1234",
        "+86-13800001234",
        "8613800001234",
        "0086 13800001234",
        "013800001234",
        "1 3 8 0 0 0 0 1 2 3 4",
        "1380000\n1234",
        "Tel:13800001234",
        "0391-13800001234",
        "2024-01-31 13800001234",
        "13800001234　上午",
        *(mark.join(("138000", "01234")) for mark in "\n\r\v\f\u2028\u2029"),
        f"见 https://www.example.gov.cn/ ，{PHONE}",
        f"{PHONE} https://www.example.gov.cn/",
    ],
)
def test_mobile_numbers_are_found_however_they_are_written(text: str) -> None:
    assert kinds(text) == [MOBILE]


def test_several_numbers_are_found_each_once() -> None:
    assert kinds(f"{PHONE}，13900001234；139 0000 1234、{ID} {PHONE}") == [MOBILE, MOBILE, MOBILE, ID_NUMBER, MOBILE]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本年收到申请 35 件。",
        f"统一社会信用代码{ID}",
        f"统一社会信用代码：{ID}",
        "114107040056123456",
        "91410822MA44WXYZ5B",
        ID[:17] + str((int(ID[17]) + 1) % 10),
        numbered("99000119901332002"),
        *(numbered(f"9900011990{day}002") for day in ("1307", "2007", "0007", "0231", "0431", "0300")),
        "410822901307001",
        numbered("99000121900307001"),
        f"1{ID}",
        f"{ID}0",
        f"注册号{OLD}",
        f"税号：{OLD}",
        "990001900307001",
        "410822901332001",
        "12800001234",
        f"1{PHONE}",
        f"{PHONE}5",
        "0391-8693000",
        "（0391）8693000",
        "400-810-1234",
        "浏览量13800001234次",
        "收费13800001234.56元",
        "金额 13800001234 元",
        "13,800,001,234",
        "13800001234,567",
        "https://www.example.gov.cn/art/13800001234.html",
        "案号13800001234",
        "索引号：13800001234",
        "2024年1月31日",
        "2024-01-31 2025-03-31 12:00",
        "138****1234",
        "hzzwgk@126.com",
        "政办〔2021〕30号 国办公开办函〔2019〕60号",
        "1\n3\n8\n0\n0\n0\n0\n1\n2\n3\n4",
        "138\n0000\n1234",
        f"{ID[:5]}\n{ID[5:9]}\n{ID[9:13]}\n{ID[13:]}",
        f"{OLD[:6]} {OLD[6:10]} {OLD[10:]}",
        " ".join(OLD),
        f"{WITH_X}Y",
        "86138 00001234",
        f"sha256 {'ab' * 10}{PHONE}{'cd' * 11}a",
    ],
)
def test_other_numbers_are_no_personal_data(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("行政规范性文件 150 1132 4500", []),
        ("(一) 予以公开 1 3 8 0 0 0 0", []),
        ("1 3 8 0 0 0 0 1 2 3 4 0 0 0 0", []),
        ("9 9 0 0 0 1 1 9 9 0 0 3 0 7 0 0 1 2", []),
        ("4 1 0 8 2 2 9 0 0 3 0 7 0 0 1", []),
        (f"其他 {PHONE}", [MOBILE]),
        ("其他 138-0000-1234 0", [MOBILE]),
        (f"其他 {ID}", [ID_NUMBER]),
        (f"其他 {ID[:6]} {ID[6:14]} {ID[14:]}", [ID_NUMBER]),
        (f"其他 {ID[:10]}\n{ID[10:]}", [ID_NUMBER]),
        ("联系电话 138 0000 1234", [MOBILE]),
        ("手机 1 3 8 0 0 0 0 1 2 3 4", [MOBILE]),
        (f"2024 {' '.join(ID)}", []),
        (f"2024 {ID[:9]} {ID[9:12]} {ID[12:]}", []),
        (f"其他 {WITH_X[:17]} X", [ID_NUMBER]),
        ("总计 2024 138 0000 1234", []),
        ("总计 2024 138\n00001234", []),
    ],
)
def test_in_a_row_of_a_table_spaces_part_cells(text: str, found: list[str]) -> None:
    assert kinds(text, table=True) == found


def test_a_sign_says_where_it_stands_and_never_what_it_is() -> None:
    text = f"王某（{wide(ID)}）"
    (sign,) = numbers_in(text)
    assert text[sign.start : sign.end] == wide(ID)
    assert sign.shown == "990***************"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"\u200b甲\ufeff乙{ID}丙", "\u200b甲\ufeff乙990***************丙"),
        ("\u200b".join(f"甲{PHONE}乙"), "甲\u200b138********\u200b乙"),
        (f"{ID}{'字' * 3}{PHONE}", "990***************字字字138********"),
    ],
)
def test_what_is_hidden_is_the_number_and_no_more_whatever_stands_around_it(text: str, hidden: str) -> None:
    assert masked(text) == hidden


def test_an_id_number_is_no_mobile_number_too() -> None:
    inside = numbered(f"99{PHONE[:4]}19900307138")
    assert kinds(f"{inside} {inside[:6]} {PHONE}") == [ID_NUMBER, MOBILE]
    assert kinds(f"{ID[:4]} 13800001234 {ID}") == [MOBILE, ID_NUMBER]


def test_masking_leaves_everything_else_as_it_is() -> None:
    assert masked(f"甲 138 0000 1234 乙{ID}丙 12 件") == "甲 138******** 乙990***************丙 12 件"
    assert masked("甲 12 件") == "甲 12 件"


@given(st.text("0123456789 -\nX件元年月日电话号", max_size=60))
def test_masking_leaves_nothing_to_be_found_and_never_fails(text: str) -> None:
    assert not [sign for sign in numbers_in(masked(text)) if sign.kind == ID_NUMBER]
    assert all(0 <= sign.start < sign.end <= len(text) for sign in numbers_in(text))


@given(st.dates(), st.integers(0, 999), st.integers(0, 999_999), st.data())
def test_every_valid_number_is_found_torn_anywhere(day: object, serial: int, place: int, data: st.DataObject) -> None:
    number = numbered(f"{place:06d}19{str(day).replace('-', '')[2:]}{serial:03d}".replace("0229", "0228"))
    cut = data.draw(st.integers(1, 17))
    gap = data.draw(st.sampled_from(["", " ", "-", "\n", "\u3000", "－"]))
    assert ID_NUMBER in kinds(f"号码{number[:cut]}{gap}{number[cut:]}，")


@given(st.lists(st.integers(0, 400), min_size=5, max_size=15))
def test_rows_of_small_counts_are_never_personal_data(counts: list[int]) -> None:
    assert kinds(" ".join(map(str, counts)), table=True) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("申请人王小明不服本机关的答复", ["王小明"]),
        ("原告张三诉某局", ["张三"]),
        ("申请人：李四，男", ["李四"]),
        ("申请人欧阳小明提出复议", ["欧阳小明"]),
        ("申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", []),
        ("申请人李某某提出申请", []),
        ("申请人逾期未按收费通知要求缴纳费用", []),
        ("申请人高度评价", []),
        ("申请人于2024年提出", []),
        ("申请人向我局提出申请", []),
        ("与申请人马上联系", []),
        ("方便申请人查阅", []),
    ],
)
def test_names_of_applicants(text: str, names: list[str]) -> None:
    assert [text[sign.start : sign.end] for sign in applicants_in(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("乡长王小为组长，分管领导李小为副组长", ["王小", "李小"]),
        ("以办公室主任吴小明为组长的写作小组", ["吴小明"]),
        ("联系人：张三", ["张三"]),
        ("主任会议研究", []),
        ("组长负责", []),
        ("书记高度重视", []),
        ("主要负责人带头", []),
    ],
)
def test_names_of_officials(text: str, names: list[str]) -> None:
    assert [text[sign.start : sign.end] for sign in officials_in(text)] == names


def test_paragraphs_are_joined_by_line_ends() -> None:
    assert joined(["甲乙", "", "丙"]) == ("甲乙\n\n丙", (0, 3, 4))
    assert joined([]) == ("", ())
