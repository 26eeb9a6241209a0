"""What a run works with: configuration, rules and sites, each found once, and what becomes of one file by them."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from copydesk import config, engine, registry
from copydesk.across import Informed, SiteRule
from copydesk.config import Chosen, RuleSet, Settings
from copydesk.document import Document
from copydesk.edits import Safety
from copydesk.panel import Panel
from copydesk.result import Brief, Place, PlacedEdit, PlacedFinding, PlacedFix
from copydesk.rule import Finding, Incident, Misconfigured, Rule
from copydesk.site import Overrides, Site, Sites, UnknownGeneratorError
from copydesk.site.walk import Exclusion, WalkItem, walk
from copydesk.text import Lines, Span, UndecodableText, decode
from copydesk.typed import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from copydesk.remote import Ask, Verdict

WINDOW = 400
"""So many characters of a long line go with a finding."""


class Request(NamedTuple):
    """What is asked of a run; everything a worker needs to do its share.

    `verb` is ``check``, ``fix`` (writes) or ``diff`` (shows what fix would write). `config` names the configuration
    file (None: the nearest of each file; `isolated`: none at all). `select` and the others come from the command line
    and go before the configuration's. `lines` and `edits` say whether the reader of the findings wants the source line
    and the edits of each; `render`, where given, turns the findings of a file into text right where they are found,
    so that they need not cross from one process to another. `roots` are the folders that writing may not leave. With
    `online` rules run that need to know what the network says. With `record` the findings are recorded for a baseline,
    and the one there may be is not looked at.
    """

    verb: Literal["check", "fix", "diff"]
    unsafe: bool = False
    config: str | None = None
    isolated: bool = False
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lines: bool = True
    edits: bool = True
    render: Callable[[str, Sequence[Brief]], str] | None = None
    base: str = os.curdir
    roots: tuple[str, ...] = ()
    record: bool = False
    online: bool = False


class Gathered(NamedTuple):
    """What a file tells the rules that compare posts, by code; its path in its site, the site's root, whether the file
    has other findings, and whether it was changed to mend such.
    """

    file: str
    path: str
    root: str
    facts: Mapping[str, object]
    affected: bool
    changed: bool


class FileResult(NamedTuple):
    """What came of one file, or of several taken together (`files` says how many, `path` is then empty).

    `findings` are those to show, or `rendered` is what to show of them; the counters cover all. `affected` counts the
    files with findings, `mended` what a fix run put right in `changed` files, `diff` is what it would change, `errors`
    is what kept the tool from its work, `text` the fixed text where standard input asked. `gathered` is what the file
    tells the rules that compare posts, `recorded` what a baseline keeps of its findings, and `known` counts those that
    the baseline knows, which are left out. `unchecked` counts the addresses of which the network says nothing, by why.
    """

    path: str
    findings: list[PlacedFinding] = []
    codes: Mapping[str, int] = {}
    severities: Mapping[str, int] = {}
    fixable: int = 0
    unsafely_fixable: int = 0
    mended: int = 0
    changed: int = 0
    diff: str = ""
    errors: tuple[str, ...] = ()
    text: str | None = None
    rendered: str = ""
    files: int = 1
    affected: int = 0
    gathered: tuple[Gathered, ...] = ()
    recorded: Mapping[str, int] = {}
    known: int = 0
    unchecked: Mapping[str, int] = {}


class Known(NamedTuple):
    """What the rules that compare posts have to say of a file, by code; whether it has other findings, or had some."""

    file: str
    affected: bool
    changed: bool
    answers: dict[str, object]


class _Compared:
    """The posts of a site that are compared, and what they tell by rule and by path."""

    __slots__ = ("facts", "posts", "rules")

    def __init__(self) -> None:
        self.posts: list[Gathered] = []
        self.facts: dict[str, dict[str, object]] = {}
        self.rules: dict[str, SiteRule[object, object]] = {}


class Opened(NamedTuple):
    """A file that was read: its path, its bytes (where they may be written back), what they say, the rules for it."""

    path: str
    data: bytes
    doc: Document
    chosen: Chosen
    settings: Settings


TOGETHER = 2_000_000
"""So many characters of posts are read before they are checked together."""


class Workspace:
    """Configuration, rules and sites for a request, each found once and kept. Paths are absolute texts."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.comparing = True
        """Whether there are several posts, so that facts are worth telling."""
        self._base = os.path.join(request.base, "")
        self._settings: dict[str | None, Settings] = {}
        self._rule_sets: dict[str | None, RuleSet] = {}
        self._folders: dict[str, tuple[Settings, RuleSet, str]] = {}
        self._sites: dict[str | None, Sites] = {}
        self._homes: dict[str, tuple[Site, str]] = {}  # of each folder its site, and how paths in it begin there
        self._exclusions: dict[str | None, Exclusion] = {}
        self._baselines: dict[str | None, Mapping[str, Mapping[str, int]]] = {}

    def settings(self, folder: str) -> Settings:
        """Return the settings for files in `folder`. Raises `config.ConfigError`."""
        request = self.request
        file = None if request.isolated else request.config or config.find(folder)
        if file not in self._settings:
            settings = config.load(os.path.realpath(file)) if file is not None else Settings(request.base)
            self._settings[file] = settings._replace(
                file=file,
                select=request.select or settings.select,
                extend_select=(*settings.extend_select, *request.extend_select),
                ignore=(*settings.ignore, *request.ignore),
            )
        return self._settings[file]

    def rule_set(self, settings: Settings) -> RuleSet:
        """Return the rules that `settings` choose. Raises `config.ConfigError`."""
        found = self._rule_sets.get(settings.file)
        if found is None:
            asked = self.request.online or bool(settings.collections)
            asked = asked or any(word != "recommended" for word in settings.selectors)
            try:
                found = self._make_rule_set(settings, asked)
            except config.ConfigError:
                if asked:
                    raise
                found = self._make_rule_set(settings, True)  # a rule is ignored, or has options, that was not loaded
            self._rule_sets[settings.file] = found
        return found

    def _make_rule_set(self, settings: Settings, on_request: bool) -> RuleSet:
        request = self.request
        try:
            rules = registry.discover(settings.rules, on_request)
        except registry.BadRule as error:
            raise config.ConfigError(settings.file, str(error)) from None
        try:
            registry.select(rules, (*request.select, *request.extend_select, *request.ignore))
            named = registry.named(rules, (*request.select, *request.extend_select))
            settings = settings._replace(named=tuple(named - registry.select(rules, request.ignore)))
        except registry.UnknownRule as error:
            raise config.ConfigError(None, str(error)) from None
        asking = [code for code in sorted(settings.named) if rules[code].online]
        if asking and not request.online:
            raise config.ConfigError(None, f"{asking[0]} asks the network, which needs `--online`")
        return RuleSet(settings, rules, request.online)

    def prepare(self, folder: str) -> tuple[Settings, RuleSet, str]:
        """Return settings, rules, and the path that rules are chosen by for `folder`. Raises `config.ConfigError`."""
        found = self._folders.get(folder)
        if found is None:
            settings = self.settings(folder)
            root = os.path.join(settings.root, "")
            inner = os.path.join(folder, "")
            below = inner[len(root) :] if inner.startswith(root) else ""
            found = self._folders[folder] = (settings, self.rule_set(settings), _slashes(below))
        return found

    def sites(self, settings: Settings) -> Sites:
        """Return the sites as `settings` describe them."""
        if settings.file not in self._sites:
            own = settings.site
            overrides = Overrides(
                own.generator, own.root, own.content, own.static, own.base_path, settings.vendors, settings.limits
            )
            self._sites[settings.file] = Sites(self.request.base, overrides)
        return self._sites[settings.file]

    def site(self, folder: str, settings: Settings) -> Site:
        """Return the site that files in `folder` belong to. Raises `config.ConfigError`."""
        try:
            return self.sites(settings).for_folder(folder)
        except UnknownGeneratorError as error:
            raise config.ConfigError(settings.file, str(error)) from None

    def walk(self, paths: Iterable[str], force_exclude: bool) -> Iterator[WalkItem]:
        """Yield the files to check at and below `paths`, and what is passed over. Raises `config.ConfigError`."""
        return walk(paths, self._site_of, excluded=self._exclusion_of, named_too=force_exclude)

    def _exclusion_of(self, folder: str) -> Exclusion:
        """Return what the configuration of `folder` excludes."""
        settings = self.prepare(folder)[0]
        found = self._exclusions.get(settings.file)
        if found is None:
            found = self._exclusions[settings.file] = Exclusion(settings.exclude, settings.root)
        return found

    def _site_of(self, folder: str) -> Site:
        return self.site(folder, self.prepare(os.path.abspath(folder))[0])

    def shown(self, path: str) -> str:
        """Return `path` as reports name it: relative to the folder of the run where it lies below it."""
        return _slashes(path.removeprefix(self._base))

    def process(self, path: str) -> FileResult:
        """Return what comes of the file at `path`; nothing is raised but `Misconfigured`."""
        try:
            opened = self._open(path)
            return opened if isinstance(opened, FileResult) else self._process(opened)
        except Misconfigured:
            raise
        except Exception as error:  # the run goes on with the next file, and says what happened to this one
            return self._failed(path, error)

    def process_all(self, paths: Iterable[str]) -> Iterator[FileResult]:
        """Yield what comes of each of the files at `paths`; nothing is raised but `Misconfigured`."""
        if self.request.verb != "check":
            yield from map(self.process, paths)
            return
        batch: list[FileResult | Opened] = []
        size = 0
        opened: FileResult | Opened
        for path in paths:
            try:
                opened = self._open(path)
            except Misconfigured:
                raise
            except Exception as error:
                opened = self._failed(path, error)
            batch.append(opened)
            if isinstance(opened, Opened):
                size += len(opened.doc.text)
                if size > TOGETHER:
                    yield from self._check_all(batch)
                    batch, size = [], 0
        yield from self._check_all(batch)

    def _check_all(self, batch: Sequence[FileResult | Opened]) -> Iterator[FileResult]:
        """Yield the results of files that were opened for a check, and those of the others."""
        posts = [opened for opened in batch if isinstance(opened, Opened)]
        by_rules: dict[int, list[Opened]] = {}
        for post in posts:
            by_rules.setdefault(id(post.chosen), []).append(post)
        found: dict[str, tuple[engine.Checked, engine.Told]] = {}
        try:
            for alike in by_rules.values():
                docs, chosen = [opened.doc for opened in alike], alike[0].chosen
                checked = engine.check_all(docs, chosen.alone)
                across = self._telling(chosen)
                told = engine.facts_all(docs, across)
                found.update(zip((opened.path for opened in alike), zip(checked, told, strict=True), strict=True))
        except Misconfigured:
            raise
        except Exception:  # one of them is to blame: each is looked at by itself
            found = {}
        for opened in batch:
            if isinstance(opened, FileResult):
                yield opened
            elif opened.path in found:
                yield self._checked(opened, *found[opened.path])
            else:
                yield self.process(opened.path)

    def _failed(self, path: str, error: Exception) -> FileResult:
        shown = self.shown(path)
        return FileResult(shown, errors=(f"{shown}: internal error: {engine.describe(error)}",))

    def _open(self, path: str) -> Opened | FileResult:
        """Return the file at `path` ready to be worked on, or the result where it cannot be read."""
        folder, _, name = path.rpartition(os.sep)
        settings, rule_set, below = self.prepare(folder)
        chosen = rule_set.chosen_for(below + name)
        try:
            data = _read(path, settings.max_file_size)
        except OSError as error:
            return self._unreadable(self.shown(path), chosen.alone, "", Span(0, 0), _reason(error))
        except _NotChecked as problem:
            return self._unreadable(self.shown(path), chosen.alone, "", Span(0, 0), str(problem))
        return self._opened(path, data, chosen, settings)

    def _opened(self, path: str, data: bytes, chosen: Chosen, settings: Settings) -> Opened | FileResult:
        try:
            text = decode(data)
        except UndecodableText as error:
            readable = data.decode("utf-8", "replace")
            start = len(data[: error.offset].decode("utf-8", "replace"))
            guess = f", it looks like {error.guess}" if error.guess else ""
            span = Span(start, start + 1)
            return self._unreadable(self.shown(path), chosen.alone, readable, span, f"{error}{guess}")
        folder, _, name = path.rpartition(os.sep)
        home = self._homes.get(folder)
        if home is None:
            site = self.site(folder, settings)
            inner = site.relative(folder)
            home = self._homes[folder] = (site, f"{inner}/" if inner else "")
        site, front = home
        if self.request.verb == "check":
            data = b""  # the next post takes its place while it is still at hand
        return _opened((path, data, Document(front + name, text, site), chosen, settings))

    def document(self, path: str, errors: list[str]) -> Document | None:
        """Return the file at `path` as a document; None where it cannot be read, and why joins `errors`.

        Raises `config.ConfigError`.
        """
        opened = self._open(path)
        if isinstance(opened, Opened):
            return opened.doc
        errors += opened.errors
        return None

    def apply(self, path: str, rules: list[Rule]) -> FileResult:
        """Return what comes of the file at `path` by `rules` that the caller has made, and by no others."""
        try:
            opened = self._open(path)
            if isinstance(opened, FileResult):
                return opened
            return self._process(opened._replace(chosen=Chosen(Panel(rules), [])))
        except Misconfigured:
            raise
        except Exception as error:
            return self._failed(path, error)

    def process_text(self, path: str, data: bytes) -> FileResult:
        """Return what comes of `data`, taken for the content of a file at `path`; nothing is written.

        Nothing is raised but `Misconfigured`.
        """
        folder, _, name = path.rpartition(os.sep)
        settings, rule_set, below = self.prepare(folder)
        try:
            opened = self._opened(path, data, Chosen(rule_set.chosen_for(below + name).alone, []), settings)
            return opened if isinstance(opened, FileResult) else self._process(opened, write=False)
        except Misconfigured:
            raise
        except Exception as error:
            return self._failed(path, error)

    def _checked(self, opened: Opened, checked: engine.Checked, told: engine.Told) -> FileResult:
        """Return the result of a check."""
        path, doc, settings = opened.path, opened.doc, opened.settings
        findings, incidents = checked
        gathered = self._gathered(opened, doc, told, findings, incidents, False)
        total = len(findings)
        if findings and settings.baseline is not None:
            findings = self._fresh(path, doc, settings, findings)
        result = self._result(self.shown(path), doc, findings, incidents, gathered)
        if len(findings) < total:
            result = result._replace(known=total - len(findings))
        if self.request.record and findings:
            result = result._replace(recorded=self._recorded(doc, findings))
        doc.release()
        return result

    def _process(self, opened: Opened, *, write: bool = True) -> FileResult:
        path, data, doc, chosen, settings = opened
        rules = chosen.alone
        across = self._telling(chosen)
        request = self.request
        if request.verb == "check":
            return self._checked(opened, engine.check(doc, rules), engine.facts(doc, across))
        shown, site, text = self.shown(path), doc.site, doc.text
        fixed = engine.fix(doc, rules, unsafe=request.unsafe)
        errors: tuple[str, ...] = ()
        changed = fixed.text != text
        diff = ""
        if changed and request.verb == "diff":
            from copydesk import patch

            diff = patch.unified(shown, text, fixed.text)
        elif changed:
            from copydesk import writing

            try:
                if write:
                    writing.write(path, data, fixed.text.encode("utf-8"), request.roots)
            except writing.NotWritten as error:
                errors = (f"{shown}: not written: {error}",)
                changed = False
        after = Document(doc.path, fixed.text, site) if changed and request.verb == "fix" else doc
        left = fixed.left
        if after.text != fixed.text:  # nothing is written: findings are named by their places in the file as it is
            left = engine.check(doc, rules).findings
            if request.verb == "diff":
                left = [finding for finding in left if not engine.wanted(finding, request.unsafe)]
        gathered = self._gathered(opened, after, engine.facts(after, across), left, fixed.incidents, changed)
        total = len(left)
        if left and settings.baseline is not None:
            left = self._fresh(path, after, settings, left)
        result = self._result(shown, after, left, fixed.incidents)
        return result._replace(
            gathered=gathered,
            known=total - len(left),
            mended=len(fixed.mended) if changed else 0,
            changed=int(changed),
            diff=diff,
            errors=(*result.errors, *errors),
            text=fixed.text,
        )

    def _gathered(
        self,
        opened: Opened,
        doc: Document,
        told: engine.Told,
        findings: list[Finding],
        incidents: list[Incident],
        changed: bool,
    ) -> tuple[Gathered, ...]:
        """Return what `doc` tells the rules that compare posts; what goes wrong joins `findings` and `incidents`."""
        facts, wrong = told
        for incident in wrong:
            findings.extend(engine.report(incident, opened.chosen.alone))
            incidents.append(incident)
        return (Gathered(opened.path, doc.path, doc.site.folder, facts, bool(findings), changed),) if facts else ()

    def _telling(self, chosen: Chosen) -> Sequence[SiteRule[object, object]]:
        """Return the rules that documents are to tell something: they will be compared, or the network is asked."""
        return chosen.across if self.comparing else [rule for rule in chosen.across if rule.online]

    def _fresh(self, path: str, doc: Document, settings: Settings, findings: list[Finding]) -> list[Finding]:
        """Return those of `findings` that the baseline does not know. Raises `config.ConfigError`."""
        from copydesk import baseline

        file = settings.baseline
        if file is None or self.request.record:
            return findings
        known = self._baselines.get(settings.file)
        if known is None:
            try:
                known = baseline.read(file)
            except OSError as error:
                raise config.ConfigError(file, f"cannot be read: {error.strerror}") from None
            except baseline.BadBaseline as error:
                raise config.ConfigError(file, str(error)) from None
            self._baselines[settings.file] = known
        name = _slashes(os.path.relpath(path, file.parent))
        return baseline.fresh(findings, doc.text, known[name]) if name in known else findings

    def _recorded(self, doc: Document, findings: Iterable[Finding]) -> Mapping[str, int]:
        from copydesk import baseline

        return Counter(baseline.fingerprint(one, doc.text) for one in findings if not one.code.startswith("LNT"))

    def compare(self, gathered: Sequence[Gathered], ask: Ask | None = None) -> tuple[list[Known], Mapping[str, int]]:
        """Return what the rules that compare posts have to say of some of them, by file; also what nobody could say.

        Posts are compared with those of the same site. The network is asked about all addresses of the run at once;
        those that it says nothing of are counted, by why. Raises `config.ConfigError`.
        """
        verdicts = self._verdicts(gathered, ask) if ask is not None else {}
        sites: dict[tuple[str | None, str], _Compared] = {}
        here = _Compared()
        folder = root = None  # files come folder by folder
        for told in gathered:
            file, path, its_root, facts, _, _ = told
            its_folder = file.rpartition(os.sep)[0]
            if its_folder != folder or its_root != root:
                folder, root = its_folder, its_root
                here = sites.setdefault((self.prepare(folder)[0].file, root), _Compared())
            here.posts.append(told)
            for code, fact in facts.items():
                if code not in here.facts:
                    here.facts[code] = {}
                    here.rules = {rule.code: rule for rule in self._chosen(file).across} | here.rules
                here.facts[code][path] = fact
        known: dict[str, Known] = {}
        for here in sites.values():
            folder = os.path.dirname(here.posts[0].file)
            site = self.site(folder, self.prepare(folder)[0])
            answers = {code: _answers(here.rules[code], site, each, verdicts) for code, each in here.facts.items()}
            files = {told.path: told for told in here.posts} if any(answers.values()) else {}
            for code, by_path in answers.items():
                for path, answer in by_path.items():
                    told = files[path]
                    one = known.setdefault(told.file, Known(told.file, told.affected, told.changed, {}))
                    one.answers[code] = answer
        unchecked: Counter[str] = Counter(one.kind for one in verdicts.values() if one.state == "unknown")
        return list(known.values()), unchecked

    def _verdicts(self, gathered: Iterable[Gathered], ask: Ask) -> Mapping[str, Verdict]:
        """Return what the network says of the addresses in all that was `gathered`."""
        addresses: dict[str, None] = {}
        referrers: dict[str, None] = {}
        for told in gathered:
            folder = os.path.dirname(told.file)
            site = self.site(folder, self.prepare(folder)[0])
            for rule in self._chosen(told.file).across:
                fact = told.facts.get(rule.code) if rule.online else None
                if isinstance(fact, tuple):
                    addresses.update(dict.fromkeys(fact))
                    referrers[site.settings.address] = None
        return ask(addresses, next(filter(None, referrers), "")) if addresses else {}

    def _chosen(self, path: str) -> Chosen:
        folder, _, name = path.rpartition(os.sep)
        _, rule_set, below = self.prepare(folder)
        return rule_set.chosen_for(below + name)

    def judge(self, known: Known) -> FileResult:
        """Return what the rules that compare posts find in one of them, or mend."""
        chosen = self._chosen(known.file)
        told = [Informed(rule, known.answers[rule.code]) for rule in chosen.across if rule.code in known.answers]
        # The others have been heard. Those that speak of what went wrong are asked again.
        witnesses = [rule for rule in chosen.alone if type(rule).incident is not Rule.incident]
        try:
            settings = self.prepare(os.path.dirname(known.file))[0]
            data = _read(known.file, settings.max_file_size)
            if self.request.verb == "diff":  # shown after the diff of what the other rules mend
                data = self._mended(known.file, data, chosen.alone, settings)
            opened = self._opened(known.file, data, Chosen(Panel([*told, *witnesses]), []), settings)
            result = opened if isinstance(opened, FileResult) else self._process(opened)
        except (OSError, _NotChecked, UndecodableText):
            return FileResult(self.shown(known.file), files=0)  # it was read a moment ago, and has gone since
        except Misconfigured:
            raise
        except Exception as error:
            return self._failed(known.file, error)._replace(files=0)
        return result._replace(
            files=0,
            affected=result.affected and not known.affected,
            changed=result.changed and not known.changed,
        )

    def _mended(self, path: str, data: bytes, rules: list[Rule], settings: Settings) -> bytes:
        site = self.site(path.rpartition(os.sep)[0], settings)
        doc = Document(site.relative(path) or path.rpartition(os.sep)[2], decode(data), site)
        return engine.fix(doc, rules, unsafe=self.request.unsafe).text.encode("utf-8")

    def _unreadable(self, shown: str, rules: list[Rule], text: str, span: Span, message: str) -> FileResult:
        incident = Incident("unreadable", span, message)
        findings = list(engine.report(incident, rules))
        placed, rendered = self._reported(findings, shown, text, Lines(text))
        return FileResult(
            shown,
            placed,
            Counter(finding.code for finding in findings),
            Counter(finding.severity.value for finding in findings),
            errors=(f"{shown}: {message}",),
            rendered=rendered,
            affected=bool(findings),
        )

    def _result(
        self,
        shown: str,
        doc: Document,
        findings: list[Finding],
        incidents: list[Incident],
        gathered: tuple[Gathered, ...] = (),
    ) -> FileResult:
        errors = tuple([f"{shown}: {incident.message}" for incident in incidents]) if incidents else ()
        if not findings:
            return FileResult(shown, errors=errors, gathered=gathered)
        codes: dict[str, int] = {}
        severities: dict[str, int] = {}
        fixable = unsafely = 0
        for code, _, severity, _, _, fix, _ in findings:
            codes[code] = codes.get(code, 0) + 1
            word = severity._value_  # `value` takes long to get at
            severities[word] = severities.get(word, 0) + 1
            if fix is not None:
                if fix.safety is Safety.SAFE:
                    fixable += 1
                else:
                    unsafely += 1
        placed, rendered = self._reported(findings, shown, doc.text, doc.lines)
        return FileResult(
            shown,
            placed,
            codes,
            severities,
            fixable,
            unsafely,
            errors=errors,
            rendered=rendered,
            affected=1,
            gathered=gathered,
        )

    def _reported(
        self, findings: Sequence[Finding], shown: str, text: str, lines: Lines
    ) -> tuple[list[PlacedFinding], str]:
        """Return `findings` as the reader of them wants them: with their places, or as text."""
        render = self.request.render
        if render is None:
            return self._placed(findings, shown, text, lines), ""
        told: list[Brief] = []
        position = lines.position
        for code, _, _, (start, _), message, fix, _ in findings:
            line, column = position(start)
            told.append(_brief((code, line, column, "" if fix is None else fix.safety._value_, message)))
        return [], render(shown, told)

    def _placed(self, findings: Iterable[Finding], shown: str, text: str, lines: Lines) -> list[PlacedFinding]:
        """Return `findings` with their places, and with what else the reader of them wants to know."""
        placed: list[PlacedFinding] = []
        wants_line, wants_edits, place = self.request.lines, self.request.edits, lines.place
        source, column = "", 1
        repair: PlacedFix | None
        for code, name, severity, (start, end), message, fix, help in findings:
            where = _place(place(start, end))
            if wants_line:
                source, column = _window(text, lines, start)
            repair = None
            if fix is not None:
                title, written, safety, _ = fix
                edits: tuple[PlacedEdit, ...] = ()
                if wants_edits:
                    edits = tuple([PlacedEdit(_place(place(*span)), new) for span, new in sorted(written)])
                repair = _placed_fix((title, safety._value_, edits))
            placed.append(_placed_finding((code, name, severity, shown, where, message, help, repair, source, column)))
        return placed


_opened, _place = Opened._make, Place._make
_brief = Brief._make
_placed_fix = PlacedFix._make
_placed_finding = PlacedFinding._make


def _answers(
    rule: SiteRule[object, object], site: Site, facts: Mapping[str, object], verdicts: Mapping[str, Verdict]
) -> Mapping[str, object]:
    """Return by path what `rule` has to say of the posts of `site` that told these `facts`."""
    if not rule.online:
        return rule.survey(site, facts)
    from copydesk.remote import answer

    return answer(rule, facts, verdicts)


class _NotChecked(Exception):
    """A file that cannot be checked, for a reason that is not the system's."""


_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_AT_ONCE = 65536


def _read(path: str, limit: int) -> bytes:
    handle = os.open(path, _FLAGS)
    try:
        data = os.read(handle, _AT_ONCE)
        if 0 < len(data) < _AT_ONCE and len(data) <= limit:
            more = os.read(handle, _AT_ONCE)
            return data if not more else _read_on(handle, [data, more], limit)
        return _read_on(handle, [data], limit)  # what is empty may be no file
    finally:
        os.close(handle)


def _read_on(handle: int, parts: list[bytes], limit: int) -> bytes:
    """Return `parts` of a file and all that follows."""
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise _NotChecked("is not a regular file")
    if status.st_size > limit:
        raise _NotChecked(f"has {status.st_size:,} bytes, more than `max-file-size` ({limit:,}) allows")
    size = sum(map(len, parts))
    while size and (part := os.read(handle, max(status.st_size + 1, 4096))):
        size += len(part)
        parts.append(part)
        if size > limit:  # somebody is still writing it, or it is none of the disk's (/proc)
            raise _NotChecked(f"grew above `max-file-size` ({limit:,}) while it was read")
    return b"".join(parts)


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}".lower()


def _slashes(path: str) -> str:
    """Return `path` with ``/`` between its parts, whatever the system writes."""
    return path.replace(os.sep, "/") if os.sep != "/" else path


def _window(text: str, lines: Lines, start: int) -> tuple[str, int]:
    """Return the line on which the character at `start` stands, or a part of a long one, and the part's column."""
    line = lines.span(lines.number(start))
    first, last = line
    if last - first > WINDOW:
        first = max(first, min(start - WINDOW // 4, last - WINDOW))
        last = min(last, first + WINDOW)
    return text[first:last].rstrip("\r\n"), first - line.start + 1
