"""A case becomes a draft for the FAQ: in the askers' words, with staff's answer, and nobody's name in it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog import Catalog, Product
from bot.escalation import Asker, Escalation, StaffReply, State
from bot.faq.entries import Faq
from bot.faq.files import parse_faq
from bot.faq.match import Matcher
from bot.guard import personal_data
from bot.messages import Urgency, Viewer
from bot.teaching import added_to, alike, lesson_of, without_names

NOW = datetime(2026, 11, 12, 20, 0, tzinfo=UTC)
TODAY = date(2026, 11, 12)
CATALOG = Catalog({"A101": Product("A101", "Face cream 50 ml"), "A102": Product("A102", "Cleansing foam")})


def case_of(*asked: tuple[str, str, str], replies: tuple[StaffReply, ...] = (), draft: str = "") -> Escalation:
    askers = tuple(Asker(f"m{n}", Viewer(who, name), text, NOW) for n, (who, name, text) in enumerate(asked))
    return Escalation(
        7, "studio", State.RESOLVED, "no sure answer", Urgency.NORMAL, draft, NOW, 1, askers=askers, replies=replies
    )


def said(text: str, *, state: str = "sent", mark: str = "a", corrects: str = "") -> StaffReply:
    return StaffReply("kim", text, NOW, state, mark, corrects)


def test_phrasings_are_the_askers_first_words_each_once_without_names_and_personal_data() -> None:
    case = case_of(
        ("1", "Mei", "@主播 do you deliver to Macau?"),
        ("1", "Mei", "thanks a lot"),
        ("2", "Kelly", "Kelly here: do you deliver to macau"),
        ("3", "Ann", "Do you deliver to Macau"),
        ("4", "Ben", "can you send to Macau, my phone is 13812345678"),
        ("5", "Cat", "## can you ship to Macau"),
        ("6", "Dan", "is Macau possible"),
    )
    lesson = lesson_of(case, CATALOG, None, TODAY)
    assert lesson.question.casefold().startswith("do you deliver to macau")
    assert set(lesson.phrasings) == {"here: do you deliver to macau", "is Macau possible"}
    assert lesson.left_out == 2
    assert (lesson.answer, lesson.products, lesson.valid_from, lesson.valid_to) == ("", (), TODAY, None)


@pytest.mark.parametrize(
    ("replies", "answer"),
    [
        ((said("Yes, Mei, in three days."),), "Yes, in three days."),
        ((said("@Mei 宝，九点关门。"),), "宝，九点关门。"),
        ((said("No."), said("Correction: Yes, in three days.", mark="b", corrects="a")), "Yes, in three days."),
        ((said("Yes.", state="withdrawn"),), ""),
        ((said("Yes.", state="refused"),), ""),
        ((said("What the bot had drafted."),), ""),
        ((said("Yes, call 13812345678."),), ""),
    ],
)
def test_the_answer_is_what_staff_said_last_and_what_stands(replies: tuple[StaffReply, ...], answer: str) -> None:
    case = case_of(("1", "Mei", "do you deliver"), replies=replies, draft="What the bot had drafted.")
    assert lesson_of(case, CATALOG, None, TODAY).answer == answer


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("does the face cream 50 ml sting", ("A101",)),
        ("does this sting", ("A102",)),
        ("这款会刺痛吗", ("A102",)),
        ("when do you ship", ()),
    ],
)
def test_the_product_is_the_one_named_or_the_one_pointed_at(text: str, products: tuple[str, ...]) -> None:
    assert lesson_of(case_of(("1", "Mei", text)), CATALOG, "A102", TODAY).products == products


def test_an_answer_for_today_ends_today() -> None:
    case = case_of(("1", "Mei", "有优惠吗"), replies=(said("今晚直播间满二百减二十。"),))
    lesson = lesson_of(case, CATALOG, None, TODAY)
    assert (lesson.valid_from, lesson.valid_to) == (TODAY, TODAY)


def test_an_entry_that_asks_the_same_is_found_and_takes_the_ways_of_asking() -> None:
    faq = Faq.of(parse_faq("## When do you ship? {#ship}\n- how soon do you ship\n\nWithin 48 hours.\n", "a.md")[0])
    asked = case_of(("1", "Mei", "when do you ship it"), ("2", "B", "how soon do you ship"))
    lesson = lesson_of(asked, CATALOG, None, TODAY)
    (found,) = alike(lesson, Matcher(faq), faq)
    assert found.entry == "ship"
    entry = added_to(faq.entries["ship"], lesson)
    assert [p.text for p in entry.phrasings] == ["how soon do you ship", "when do you ship it"]
    assert entry.answer == "Within 48 hours."


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=12), st.text(max_size=60)), max_size=6))
def test_whatever_strangers_type_no_name_or_number_of_theirs_gets_in(asked: list[tuple[str, str, str]]) -> None:
    lesson = lesson_of(case_of(*asked, ("z", "Zoe", "is Zoe's parcel at 13812345678")), CATALOG, "A101", TODAY)
    for way in lesson.ways:
        assert not personal_data(way)
        assert "13812345678" not in way
        assert "\n" not in way
    assert "小美" not in without_names("小美，@小美 今天发货吗", ["小美"])
