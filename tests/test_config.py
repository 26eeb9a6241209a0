"""Configuration: the nearest one counts, it may build on another, and what it cannot mean is said at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import config
from copydesk.config import ConfigError, Override, RuleSet, Settings, glob, globs
from copydesk.front_matter import Limits
from copydesk.rule import Rule, option


class One(Rule):
    """A rule with an option of every kind."""

    code = "ABC001"
    name = "first-rule"

    words: tuple[str, ...] = option((), "Words.")
    keep_hosts: tuple[str, ...] = option(("a",), "Hosts.")
    limit: int = option(3, "A limit.")
    strict: bool = option(False, "Whether.")
    label: str = option("x", "A label.")


class Two(Rule):
    """A rule without options."""

    code = "ABC002"
    name = "second-rule"


class Other(Rule):
    """A rule of another family that nobody gets unasked."""

    code = "XYZ001"
    name = "third-rule"
    default = False


RULES: dict[str, type[Rule]] = {"ABC001": One, "ABC002": Two, "XYZ001": Other}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a configuration and returns its path."""

    def call(text: str, name: str = "copydesk.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    return call


def load(path: Path) -> Settings:
    return config.load(str(path))


def codes(settings: Settings, path: str = "posts/a.md") -> list[str]:
    return [rule.code for rule in RuleSet(settings, RULES).chosen_for(path).alone]


# Which file


def test_the_nearest_configuration_counts(tmp_path: Path, write: Write) -> None:
    outer = write("select = []\n")
    inner = write("select = []\n", "site/copydesk.toml")
    (tmp_path / "site" / "posts" / "deep").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    found = {place: config.find(str(tmp_path / place)) for place in ("site/posts/deep", "site", "other", ".")}
    assert found == {"site/posts/deep": str(inner), "site": str(inner), "other": str(outer), ".": str(outer)}


def test_a_relative_folder_is_searched_upwards_too(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer = write("select = []\n")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a")
    for folder in ("b", ".", ""):
        found = config.find(folder)
        assert found is not None
        assert Path(found).samefile(outer)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("[tool.copydesk]\nselect = ['ABC001']\n", True),
        ("[tool.copydesk.options.ABC001]\nlimit = 1\n", True),
        ("[[tool.copydesk.overrides]]\npaths = ['*']\n", True),
        ('[ tool . "copydesk" ]\n', True),
        ("[tool]\ncopydesk = {select = ['ABC001']}\n", True),
        ("\ufeff[tool.copydesk]\r\nselect = ['ABC001']\r\n", True),
        ("[tool.copydesk]\nselect = [\n", True),
        ("[project]\nname = 'copydesk'\n", False),
        ("# see tool.copydesk\n[tool.ruff]\n", False),
        ("[tool.copydesk-other]\n", False),
        ("[tool]\nruff = 'copydesk'\n", False),
        ("", False),
    ],
)
def test_a_pyproject_counts_if_it_has_our_table(write: Write, tmp_path: Path, text: str, counts: bool) -> None:
    outer = write("", "copydesk.toml")
    inner = write(text, "inner/pyproject.toml")
    assert config.find(str(tmp_path / "inner")) == str(inner if counts else outer)


def test_our_own_file_goes_before_the_pyproject_beside_it(write: Write, tmp_path: Path) -> None:
    own = write("")
    write("[tool.copydesk]\n", "pyproject.toml")
    assert config.find(str(tmp_path)) == str(own)


def test_settings_of_a_pyproject(write: Write) -> None:
    path = write("[tool.ruff]\nselect = ['E']\n[tool.copydesk]\nselect = ['ABC001']\n", "pyproject.toml")
    assert load(path).select == ("ABC001",)
    assert load(write("[tool.ruff]\n", "other/pyproject.toml")).select == ("recommended",)


# What it says


def test_everything_at_once(write: Write, tmp_path: Path) -> None:
    settings = load(
        write(
            """\
select = ["ABC"]
extend-select = ["XYZ001"]
ignore = ["ABC002"]
exclude = ["drafts/", "*.tmp.md"]
rules = ["rules/mine.py"]
vendors = ["vendors/mine.toml"]
max-file-size = 1000
max-front-matter = 500
max-nesting = 7

[site]
generator = "hugo"
root = "site"
base-path = "/blog"
content = ["content"]
static = ["static", "assets"]

[options.ABC001]
keep-hosts = ["b"]

[[overrides]]
paths = ["docs/**"]
select = ["ABC002"]
"""
        )
    )
    assert settings.select == ("ABC",)
    assert settings.exclude == ("drafts/", "*.tmp.md")
    assert [Path(path) for path in settings.rules] == [tmp_path / "rules/mine.py"]
    assert [Path(path) for path in settings.vendors] == [tmp_path / "vendors/mine.toml"]
    assert settings.max_file_size == 1000
    assert settings.limits == Limits(500, 7)
    assert settings.site.generator == "hugo"
    assert settings.site.root is not None
    assert Path(settings.site.root) == (tmp_path / "site").resolve()
    assert (settings.site.base_path, settings.site.content, settings.site.static) == (
        "/blog",
        ("content",),
        ("static", "assets"),
    )
    assert Path(settings.root) == tmp_path
    assert codes(settings) == ["ABC001", "XYZ001"]
    assert codes(settings, "docs/a.md") == ["ABC002"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key `selct`: did you mean `select`?"),
        ("extend_select = []", "unknown key `extend_select`: did you mean `extend-select`?"),
        ("zzzzz = 1", "unknown key `zzzzz`"),
        ("[site]\ngenerater = 'hexo'", "unknown key `site.generater`: did you mean `generator`?"),
        ("[[overrides]]\npath = ['a']", "unknown key `overrides 1: path`: did you mean `paths`?"),
        ("[[overrides]]\npaths = ['a']\n[[overrides]]\nignore = []", "overrides 2 names no `paths`"),
        ("[[overrides]]\npaths = ['!a']\nignore = []", "overrides 1 names no `paths`"),
        ("[overrides]\npaths = ['a']", "`overrides` must be tables: write [[overrides]]"),
        ("overrides = [1]", "`overrides 1` must be a table"),
        ("select = 'ABC001'", "`select` must be a list of strings"),
        ("ignore = [1]", "`ignore` must be a list of strings"),
        ("rules = {}", "`rules` must be a list of strings"),
        ("site = 1", "`site` must be a table"),
        ("[site]\nroot = 1", "`site.root` must be a string"),
        ("[site]\ncontent = 'a'", "`site.content` must be a list of strings"),
        ("options = []", "`options` must be a table"),
        ("[options]\nABC001 = 1", "`options.ABC001` must be a table"),
        ("extend = 1", "`extend` must be a string"),
        ("max-file-size = 0", "`max-file-size` must be a whole number of bytes above 0"),
        ("max-file-size = true", "`max-file-size` must be a whole number of bytes above 0"),
        ("max-file-size = '1'", "`max-file-size` must be a whole number of bytes above 0"),
        ("max-front-matter = -1", "`max-front-matter` must be a whole number of characters above 0"),
        ("max-nesting = 1", "`max-nesting` must be a whole number of levels from 2 to 200"),
        ("max-nesting = 201", "`max-nesting` must be a whole number of levels from 2 to 200"),
        ("select = [", "is not valid TOML: "),
    ],
)
def test_what_a_configuration_cannot_mean(write: Write, text: str, message: str) -> None:
    path = write(text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_configuration_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load(tmp_path / "copydesk.toml")
    (tmp_path / "copydesk.toml").write_bytes(b"# \xff")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load(tmp_path / "copydesk.toml")


def test_a_table_of_ours_that_is_no_table(write: Write) -> None:
    with pytest.raises(ConfigError, match=r"`tool.copydesk` must be a table"):
        load(write("[tool]\ncopydesk = 1\n", "pyproject.toml"))


# Building on another


def test_a_configuration_may_build_on_another(write: Write, tmp_path: Path) -> None:
    write(
        "select = ['ABC']\nignore = ['ABC001']\nexclude = ['a']\nrules = ['b.py']\nmax-file-size = 9\nmax-nesting = 9\n"
        "[site]\ngenerator = 'hexo'\nroot = '.'\n[options.ABC001]\nlimit = 1\nlabel = 'y'\n"
        "[[overrides]]\npaths = ['x']\nignore = ['ABC002']\n",
        "shared/base.toml",
    )
    path = write(
        "extend = '../shared/base.toml'\nignore = ['XYZ001']\nexclude = ['c']\nrules = ['d.py']\n"
        "[site]\nbase-path = '/e'\n[options.ABC001]\nlimit = 2\n[[overrides]]\npaths = ['y']\nselect = ['ABC001']\n",
        "site/copydesk.toml",
    )
    settings = load(path)
    assert settings.select == ("ABC",)
    assert settings.ignore == ("ABC001", "XYZ001")
    assert settings.exclude == ("a", "c")
    assert [Path(rule) for rule in settings.rules] == [tmp_path / "shared/b.py", tmp_path / "site/d.py"]
    assert settings.max_file_size == 9
    assert settings.limits == Limits(depth=9)
    assert (settings.site.generator, settings.site.base_path) == ("hexo", "/e")
    assert settings.options == {"ABC001": {"limit": 2, "label": "y"}}
    assert [override.paths for override in settings.overrides] == [("x",), ("y",)]
    assert Path(settings.root) == tmp_path / "site"
    assert settings.file is not None
    assert Path(settings.file) == path


def test_what_is_selected_replaces_what_was(write: Write) -> None:
    write("select = ['ABC001']\nextend-select = ['XYZ001']\n", "base.toml")
    assert codes(load(write("extend = 'base.toml'\nselect = ['ABC002']\n"))) == ["ABC002", "XYZ001"]


def test_configurations_may_build_on_each_other_in_a_row_and_on_a_pyproject(write: Write) -> None:
    write("[tool.copydesk]\nselect = ['XYZ']\n", "pyproject.toml")
    write("extend = 'pyproject.toml'\nextend-select = ['ABC002']\n", "middle.toml")
    assert codes(load(write("extend = 'middle.toml'\n"))) == ["ABC002", "XYZ001"]


@pytest.mark.parametrize(
    ("files", "who"),
    [
        ({"copydesk.toml": "copydesk.toml"}, "copydesk.toml"),
        ({"copydesk.toml": "b.toml", "b.toml": "copydesk.toml"}, "copydesk.toml"),
        ({"copydesk.toml": "b.toml", "b.toml": "c/d.toml", "c/d.toml": "../b.toml"}, "b.toml"),
        ({"copydesk.toml": "./c/../copydesk.toml", "c/x": ""}, "copydesk.toml"),
    ],
)
def test_a_circle_is_an_error(write: Write, tmp_path: Path, files: dict[str, str], who: str) -> None:
    for name, other in files.items():
        write(f"extend = '{other}'\n", name)
    with pytest.raises(ConfigError, match=f"`extend` leads in a circle: {who} extends this file again"):
        load(tmp_path / "copydesk.toml")


def test_what_is_built_on_must_be_there(write: Write) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load(write("extend = 'none.toml'\n"))


# Which rules


@pytest.mark.parametrize(
    ("text", "selected"),
    [
        ("", ["ABC001", "ABC002"]),
        ("select = ['all']", ["ABC001", "ABC002", "XYZ001"]),
        ("select = ['strict']\nignore = ['ABC']", ["XYZ001"]),
        ("select = ['XYZ']", ["XYZ001"]),
        ("select = ['third-rule', 'ABC002']", ["ABC002", "XYZ001"]),
        ("extend-select = ['XYZ001']", ["ABC001", "ABC002", "XYZ001"]),
        ("ignore = ['first-rule']", ["ABC002"]),
        ("select = []", []),
    ],
)
def test_which_rules_run(write: Write, text: str, selected: list[str]) -> None:
    assert codes(load(write(text))) == selected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select = ['ABC003']", "unknown rule `ABC003`: did you mean `ABC00[12]`?"),
        ("ignore = ['fist-rule']", "unknown rule `fist-rule`: did you mean `first-rule`?"),
        ("extend-select = ['recomended']", "unknown rule `recomended`: did you mean `recommended`?"),
        ("select = ['QQQQ']", "unknown rule `QQQQ`$"),
        ("[[overrides]]\npaths = ['never/matched']\nignore = ['ABC009']", "unknown rule `ABC009`"),
        ("[options.ABC009]\nlimit = 1", r"`options.ABC009`: unknown rule `ABC009`: did you mean"),
        ("[options.ABC001]\nkep-hosts = []", "ABC001 has no option `kep-hosts`: did you mean `keep-hosts`?"),
        ("[options.ABC002]\nlimit = 1", "ABC002 has no option `limit`$"),
        ("[options.ABC001]\nlimit = '1'", r"`options.ABC001.limit` must be a whole number"),
        ("[options.ABC001]\nlimit = true", r"`options.ABC001.limit` must be a whole number"),
        ("[options.ABC001]\nstrict = 1", r"`options.ABC001.strict` must be true or false"),
        ("[options.ABC001]\nlabel = []", r"`options.ABC001.label` must be a string"),
        ("[options.ABC001]\nwords = 'a'", r"`options.ABC001.words` must be a list of strings"),
        ("[options.ABC001]\nwords = ['a', 1]", r"`options.ABC001.words` must be a list of strings"),
        ("[[overrides]]\npaths = ['a']\n[overrides.options.ABC001]\nlimit = 1.5", "must be a whole number"),
    ],
)
def test_rules_and_options_that_are_not_there(write: Write, text: str, message: str) -> None:
    settings = load(write(text))
    with pytest.raises(ConfigError, match=message):
        RuleSet(settings, RULES)


def test_options_reach_the_rule(write: Write) -> None:
    text = (
        "[options.first-rule]\nwords = ['a', 'b']\nkeep-hosts = []\nlimit = 7\nstrict = true\nlabel = 'z'\n"
        "[[overrides]]\npaths = ['docs']\n[overrides.options.ABC001]\nlimit = 9\n"
    )
    rules = RuleSet(load(write(text)), RULES)
    (rule,) = (rule for rule in rules.chosen_for("a.md").alone if isinstance(rule, One))
    assert (rule.words, rule.keep_hosts, rule.limit, rule.strict, rule.label) == (("a", "b"), (), 7, True, "z")
    (rule,) = (rule for rule in rules.chosen_for("docs/a.md").alone if isinstance(rule, One))
    assert (rule.words, rule.limit) == (("a", "b"), 9)


# Per path


def test_overrides_go_on_top_of_each_other_in_their_order() -> None:
    settings = Settings(
        "/site",
        ignore=("ABC002",),
        overrides=(
            Override(("docs",), extend_select=("XYZ001",)),
            Override(("docs/old/**",), ignore=("ABC001", "XYZ001")),
            Override(("*.mdx",), select=("ABC002",)),
        ),
    )
    assert codes(settings, "posts/a.md") == ["ABC001"]
    assert codes(settings, "docs/a.md") == ["ABC001", "XYZ001"]
    assert codes(settings, "docs/old/a.md") == []
    assert codes(settings, "docs/old/a.mdx") == ["ABC002"]


def test_rules_are_made_once_for_the_same_overrides() -> None:
    rules = RuleSet(Settings("/site", overrides=(Override(("docs",), ignore=("ABC001",)),)), RULES)
    assert rules.chosen_for("a.md").alone is rules.chosen_for("b/c.md").alone
    assert rules.chosen_for("docs/a.md").alone is rules.chosen_for("docs/b.md").alone
    assert rules.chosen_for("docs/a.md").alone is not rules.chosen_for("a.md").alone


@pytest.mark.parametrize(
    ("pattern", "matches", "others"),
    [
        ("*.md", ["a.md", "b/c/a.md"], ["a.mdx", "md"]),
        ("drafts", ["drafts/a.md", "b/drafts/c/a.md", "drafts"], ["drafts2/a.md", "mydrafts/a.md"]),
        ("drafts/", ["drafts/a.md", "b/drafts/a.md"], ["drafts.md"]),
        ("/drafts", ["drafts/a.md"], ["b/drafts/a.md"]),
        ("docs/*.md", ["docs/a.md"], ["docs/b/a.md", "x/docs/a.md"]),
        ("docs/**", ["docs/a.md", "docs/b/c/a.md"], ["docs2/a.md"]),
        ("docs/**/a.md", ["docs/a.md", "docs/b/c/a.md"], ["docs/b/ca.md", "a.md"]),
        ("**/a.md", ["a.md", "b/c/a.md"], ["b/ca.md"]),
        ("a?.md", ["ab.md", "a头.md"], ["a.md", "abc.md"]),
        ("文章/*", ["文章/一.md"], ["一.md"]),
        ("a+b[1].md", ["a+b[1].md"], ["aab1.md"]),
        ("source/_posts/*", ["source/_posts/a b.md", "source/_posts/x/y.md"], ["source/a.md"]),
        ("a\nb", ["a\nb"], ["a"]),
    ],
)
def test_patterns(pattern: str, matches: list[str], others: list[str]) -> None:
    match = glob(pattern)
    assert [path for path in matches if not match(path)] == []
    assert [path for path in others if match(path)] == []


@pytest.mark.parametrize(
    ("path", "meant"),
    [("a/b.md", True), ("a/c/b.md", False), ("a/c/kept.md", True), ("b.md", False)],
)
def test_patterns_take_paths_out_again(path: str, meant: bool) -> None:
    assert globs(["a/**", "!a/c/**", "a/c/kept.md"])(path) == meant


@given(st.text(st.sampled_from("ab./[]()*+?{}\\^$|头"), min_size=1, max_size=10))
def test_any_text_is_a_pattern(pattern: str) -> None:
    glob(pattern)("a/b.md")
    if not set("*?/") & set(pattern):
        assert glob(pattern)(f"x/{pattern}")


def test_messages_name_the_file(write: Write) -> None:
    path = write("select = ['QQQ']")
    with pytest.raises(ConfigError) as caught:
        RuleSet(load(path), RULES)
    assert str(caught.value) == f"{path}: unknown rule `QQQ`"
    with pytest.raises(ConfigError) as caught:
        RuleSet(Settings("/site", select=("QQQ",)), RULES)
    assert str(caught.value) == "unknown rule `QQQ`"
