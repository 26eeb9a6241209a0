"""What a rule is: a class whose docstring is its page, whose options are its fields, whose examples are its tests.

A rule is written as a plain class; `Rule` makes it behave like a frozen dataclass without the cost of one: importing
`dataclasses` takes 12 ms and making one class 0.3 ms, a third of all that a check of one file may need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from copydesk.edits import Fix
from copydesk.text import Span
from copydesk.typed import TYPE_CHECKING, ClassVar, Generic, Literal, NamedTuple, Self, TypeVar, overload

if TYPE_CHECKING:
    from copydesk.document import Document
    from copydesk.fields import Collection
    from copydesk.remote import Verdict
    from copydesk.suppress import Suppressions

T = TypeVar("T")

MARK = "copydesk:"
"""What every comment that asks for silence contains: a text without it has none (see `suppress`)."""


class Severity(StrEnum):
    """How much a finding weighs: an error breaks the post, a warning harms it, info is a matter of care."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Misconfigured(ValueError):
    """Something in a configuration, or in a file that it names, cannot be used; the text says what.

    A rule that raises this ends the run, for it would say the same of every file.
    """


class Finding(NamedTuple):
    """One thing a rule found: which rule, where, what is wrong and why it matters, and how to mend it.

    `message` starts in lower case and has no full stop; `help` says what to do where the fix's title does not.
    """

    code: str
    name: str
    severity: Severity
    span: Span
    message: str
    fix: Fix | None = None
    help: str = ""


_finding = Finding._make


class Incident(NamedTuple):
    """Something that went wrong with the checking itself: what kind, where, what, which rules had a part in it.

    `unreadable`: the file could not be read as text or is over a limit; `crash`: a rule raised; `fight`: rules undid
    each other's fixes; `promise`: a fix changed more than it declared and was taken back. Each makes the exit
    status 2.
    """

    kind: Literal["unreadable", "crash", "fight", "promise"]
    span: Span
    message: str
    rules: tuple[str, ...] = ()
    help: str = ""


class Option(Generic[T]):
    """A field of a rule that a configuration may set: its default, and one sentence on what it does."""

    __slots__ = ("default", "doc", "name")

    def __init__(self, default: T, doc: str) -> None:
        self.default = default
        self.doc = doc
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Option[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Option[T] | T:
        """Return the option itself from the class, its default from a rule that was not given another value."""
        if instance is None:
            return self
        instance.__dict__[self.name] = self.default  # where it is found at once from now on
        return self.default


def option(default: T, doc: str) -> T:
    """Declare an option of a rule with its `default` and the sentence that explains it.

    Defaults are strings, whole numbers, booleans, or tuples of strings: what a TOML file can say.
    """
    return Option(default, doc)  # type: ignore[return-value]


class Example(NamedTuple):
    """A post that a rule must report, or must leave alone; made by `bad` and `good`.

    `fixed` is what all fixes together make of it (None: nothing changes), with unsafe ones included where `unsafe`
    is true. `files` are the paths that exist beside the post, each with its bytes where these matter, `posts` the texts
    of other posts by path (for rules that compare them), `path` is the post's own, `generator` the site's. `collection`
    is what the configuration says about its front matter: the lines below ``[[collections]]``. `verdicts` are what the
    network says, by address.
    """

    text: str
    findings: int
    fixed: str | None = None
    unsafe: bool = False
    path: str = "source/_posts/post.md"
    files: tuple[tuple[str, bytes | None], ...] = ()
    generator: str = "hexo"
    options: Mapping[str, object] = {}
    note: str = ""
    posts: tuple[tuple[str, str], ...] = ()
    collection: str = ""
    verdicts: tuple[tuple[str, Verdict], ...] = ()


_example = Example._make  # a rule that is loaded makes all its examples

Files = tuple[str, ...] | Mapping[str, bytes | None]
"""The paths that exist beside the post of an example; where they matter, with the bytes that are there."""


def bad(
    text: str,
    *,
    fixed: str | None = None,
    findings: int = 1,
    unsafe: bool = False,
    path: str = "source/_posts/post.md",
    files: Files = (),
    generator: str = "hexo",
    options: Mapping[str, object] | None = None,
    note: str = "",
    posts: Mapping[str, str] | None = None,
    collection: str = "",
    verdicts: Mapping[str, Verdict] | None = None,
) -> Example:
    """Return an example with exactly `findings` findings of the rule that becomes `fixed` (None: no fix offered)."""
    there = _with_bytes(files) if files else ()
    others, said = tuple(posts.items()) if posts else (), tuple(verdicts.items()) if verdicts else ()
    options = options or {}
    return _example((text, findings, fixed, unsafe, path, there, generator, options, note, others, collection, said))


def good(
    text: str,
    *,
    path: str = "source/_posts/post.md",
    files: Files = (),
    generator: str = "hexo",
    options: Mapping[str, object] | None = None,
    note: str = "",
    posts: Mapping[str, str] | None = None,
    collection: str = "",
    verdicts: Mapping[str, Verdict] | None = None,
) -> Example:
    """Return an example about which the rule must say nothing; `note` says what it teaches."""
    there = _with_bytes(files) if files else ()
    others, said = tuple(posts.items()) if posts else (), tuple(verdicts.items()) if verdicts else ()
    return _example((text, 0, None, False, path, there, generator, options or {}, note, others, collection, said))


def _with_bytes(files: Files) -> tuple[tuple[str, bytes | None], ...]:
    return tuple((file, None) for file in files) if isinstance(files, tuple) else tuple(files.items())


class Rule:
    """A check over one document.

    A subclass has a docstring (its page: the first line is its summary), a `code` (two or three capitals and three
    digits), a `name` that reads after "allow", a `severity`, options as annotated fields made by `option`, and
    `examples`. Options are given to the constructor by name; a rule never changes afterwards.
    """

    code: ClassVar[str] = ""
    name: ClassVar[str] = ""
    severity: ClassVar[Severity] = Severity.WARNING
    default: ClassVar[bool] = True
    """Whether the `recommended` preset has the rule; False makes it opt-in."""
    online: ClassVar[bool] = False
    """Whether the rule needs to know what the network says: it then only runs with ``--online`` (see `remote`)."""
    examples: ClassVar[tuple[Example, ...]] = ()
    needs: tuple[str, ...] = ()
    """What a post must have for the rule to say anything of it, any of these: ``@name`` is an attribute, ``<name>`` a
    tag, ``module:sign`` one of the `SIGNS` of a package's own module, whose function `signs` tells which of many posts
    have them; the others are named in `signs.SIGNS`. None: the rule is asked about every post."""
    collection: Collection | None = None
    """What the configuration says about the front matter of the posts that the rule is for; None: nothing."""
    of_fields: ClassVar[bool] = False
    """Whether that has a part in what the rule says: where there is any, it is asked about every post."""

    def __init__(self, **values: object) -> None:
        known = self.options() if values else {}
        for name, value in values.items():
            if name not in known:
                raise TypeError(f"{self.code} has no option {name!r}")
            self.__dict__[name] = value

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    @classmethod
    def options(cls) -> dict[str, Option[object]]:
        """Return the options of the rule by name, in the order they are written."""
        return {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Option)
        }

    @property
    def values(self) -> dict[str, object]:
        """Return the values of the options that differ from their defaults."""
        options = self.options()
        return {
            name: value
            for name, value in self.__dict__.items()
            if name != "collection" and value != options[name].default
        }

    def for_collection(self, collection: Collection) -> Self:
        """Return the same rule for posts whose front matter must be as `collection` says."""
        rule = type(self)(**self.values)
        rule.__dict__["collection"] = collection
        return rule

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield what is wrong with `doc`, in any order."""
        return iter(())

    def review(self, doc: Document, suppressions: Suppressions) -> Iterator[Finding]:
        """Yield what is wrong with the suppressions of `doc`, after every other rule has been heard."""
        return iter(())

    def incident(self, incident: Incident) -> Iterator[Finding]:
        """Yield what to tell the reader of the findings about something that went wrong with the checking."""
        return iter(())

    def finding(self, span: Span, message: str, fix: Fix | None = None, *, help: str = "") -> Finding:
        """Return a finding of this rule at `span`."""
        return _finding((self.code, self.name, self.severity, span, message, fix, help))
