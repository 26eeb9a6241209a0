"""Asking the network, against a real server on loopback that answers in every way a server can."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.conftest import ROOT, Outcome
from tests.loopback import CERTIFICATE, PICTURES, Running, configuration, running

from copydesk.online import progress
from copydesk.online.answers import Answer, verdict
from copydesk.online.inquiry import Inquiry, Step
from copydesk.online.places import Places, is_public
from copydesk.online.rounds import Limits
from copydesk.online.settings import Online, SettingError, seconds
from copydesk.online.store import Store
from copydesk.online.words import trouble
from copydesk.remote import Verdict, address_of

Run = Callable[..., Outcome]

LOOPBACK = Places.made(["127.0.0.0/8"])
QUICK = Limits(timeout=0.8, pause=0.05, most=500_000, sample=4096)
BLOG = "https://blog.test/"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as one:
        yield one


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def ask(*addresses: str, limits: Limits = QUICK, places: Places = LOOPBACK, referrer: str = "") -> dict[str, Verdict]:
    """Ask about `addresses` with nothing known from before."""
    store = Store(":memory:", 100)
    return dict(Inquiry(places, limits, store, agent="test")(addresses, referrer))


# What comes is told apart


WAYS = {
    **{f"/good/{name}": ("ok", "picture") for name in PICTURES},
    "/large": ("ok", "picture"),
    "/status/404": ("broken", "missing"),
    "/status/410": ("broken", "missing"),
    "/status/500": ("unknown", "failing"),
    "/status/503": ("unknown", "failing"),
    "/status/403": ("unknown", "refused"),
    "/status/418": ("unknown", "failing"),
    "/hop/301/3/a.png": ("ok", "picture"),
    "/hop/308/2/a.gif": ("ok", "picture"),
    "/hop/302/1/a.svg": ("ok", "picture"),
    "/loop/a": ("broken", "circle"),
    "/forever/1": ("broken", "circle"),
    "/flaky/1/x": ("ok", "picture"),
    "/never": ("unknown", "silent"),
    "/drip": ("unknown", "slow"),
    "/type": ("broken", "type"),
    "/html": ("broken", "page"),
    "/lost": ("broken", "page"),
    "/empty": ("broken", "empty"),
    "/cut": ("broken", "truncated"),
    "/half": ("broken", "truncated"),
    "/endless": ("broken", "endless"),
    "/hotlink": ("broken", "hotlink"),
    "/own": ("broken", "hotlink"),
    "/shown": ("broken", "hotlink"),
    "/gate": ("unknown", "refused"),
    "/cookies": ("unknown", "refused"),
}
TWICE = {
    *("/status/500", "/status/503", "/status/403", "/flaky/1/x", "/hotlink", "/own", "/shown", "/gate", "/cookies"),
    *("/html", "/html/home"),
}
"""What is asked again: it may pass, or the referrer may make a difference."""


def test_everything_is_told_apart_and_asked_once(server: Running) -> None:
    before = len(server.log())
    found = ask(*map(server.at, WAYS), *map(server.at, WAYS), referrer=BLOG)
    said = {address: (one.state, one.kind) for address, one in found.items()}
    assert said == {server.at(path): expected for path, expected in WAYS.items()}
    assert all(bool(one.reason) == (one.state != "ok") for one in found.values())
    moved = found[server.at("/hop/301/3/a.png")]
    assert moved.moved == moved.final == server.at("/good/a.png")
    assert found[server.at("/hop/302/1/a.svg")].moved == ""
    log = server.since(before)
    times = Counter(one.path for one in log if one.path not in TWICE)
    assert set(times.values()) == {1}, "one request for each address, those that redirects lead to included"
    assert {one.method for one in log} == {"GET"}
    ranged = [one.headers["range"] for one in log]
    assert set(ranged) == {"bytes=0-4095"}
    assert max(one.at_once for one in log) <= QUICK.per_host


def test_a_host_that_asks_for_patience_gets_it(server: Running) -> None:
    before = len(server.log())
    others = [server.at(f"/good/a.png?{n}", "127.0.0.9") for n in range(30)]
    found = ask(server.at("/busy/1/1/x", "127.0.0.9"), *others, limits=QUICK._replace(per_host=1))
    assert {one.state for one in found.values()} == {"ok"}
    first, *rest = server.since(before)
    assert first.path == "/busy/1/1/x"
    assert min(one.at for one in rest) - first.at >= 1, "nothing of the host is asked while it wants to be left alone"


def test_who_wants_more_patience_than_there_is_is_not_asked_again(server: Running) -> None:
    before = len(server.log())
    address = server.at("/busy/9/3600/x")
    assert (ask(address)[address].kind, len(server.since(before))) == ("busy", 1)
    assert "3,600 seconds" in ask(address)[address].reason


def test_waits_grow_between_attempts(server: Running) -> None:
    before = len(server.log())
    address = server.at("/flaky/9/grow")
    assert ask(address, limits=QUICK._replace(pause=0.1))[address].kind == "failing"
    times = [one.at for one in server.since(before)]
    waits = [later - earlier for earlier, later in pairwise(times)]
    assert len(waits) == QUICK.retries
    assert all(0.05 * 2**n <= wait for n, wait in enumerate(waits)), waits


def test_many_addresses_take_little_more_than_they_must(server: Running) -> None:
    # 16 at once, of hosts that answer after 20 ms
    limits = QUICK._replace(total=16, per_host=4, timeout=10)
    addresses = [server.at(f"/numbered/{n}.png", f"127.0.0.{n % 4 + 11}") for n in range(2000)]
    ask(*addresses[:32], limits=limits)  # what is only loaded once
    before = len(server.log())
    ideal = len(addresses) * 0.02 / limits.total
    started, spent = time.monotonic(), time.process_time()
    found = ask(*addresses, limits=limits)
    took, spent = time.monotonic() - started, time.process_time() - spent
    assert Counter(one.state for one in found.values()) == {"ok": 2000}
    log = server.since(before)
    assert max(one.at_once for one in log) == limits.per_host, "of each host as many at once as allowed, and no more"
    assert max(Counter(one.path for one in log).values()) == 1
    if took >= 1.5 * ideal:  # it may have waited for the processor, which others had
        assert os.getloadavg()[0] > (os.cpu_count() or 1), f"{took:.2f} s, at best {ideal:.2f} s"
        assert spent < ideal


def test_memory_stays_flat(server: Running) -> None:
    def peak(number: int) -> int:
        addresses = [server.at(f"/large?{n}") for n in range(number)]
        tracemalloc.start()
        ask(*addresses, limits=Limits(total=8, per_host=8))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(5)
    few, many = peak(20), peak(80)
    assert many - few < 60 * 20_000, "of a picture of a megabyte only what is known of it stays"


def test_the_rest_is_late_when_the_time_is_up(server: Running) -> None:
    addresses = [server.at(f"/never?{n}") for n in range(20)]
    started = time.monotonic()
    found = ask(server.at("/good/a.png"), *addresses, limits=QUICK._replace(timeout=30, budget=0.3))
    assert time.monotonic() - started < 2
    assert Counter((one.state, one.kind) for one in found.values()) == {("ok", "picture"): 1, ("unknown", "late"): 20}


def test_nobody_waits_for_a_look_up_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(10))
    started = time.monotonic()
    try:
        found = ask("http://pictures.test/a.png", limits=QUICK._replace(timeout=30, budget=0.2))
        assert time.monotonic() - started < 3
    finally:
        released.set()
    assert [one.kind for one in found.values()] == ["late"]


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name != "posix", reason="no signals here")
def test_an_interrupted_run_keeps_what_it_knows(server: Running, tmp_path: Path) -> None:
    pictures = " ".join(f"![x]({server.at(f'/good/a.png?{n}', '127.0.0.8')})" for n in range(50))
    site(tmp_path, server, a=f"{pictures} ![x]({server.at('/never?x')})")
    (tmp_path / "copydesk.toml").write_text(configuration(tmp_path, 20), "utf-8")  # nobody gives up before it is asked
    before = len(server.log())
    command = [sys.executable, "-m", "copydesk", "check", "--online"]
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)  # what a script starts behind it is deaf
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, heard)
    while len({one.path for one in server.since(before)}) < 51:
        time.sleep(0.05)
    time.sleep(0.1)  # what was sent may still be on its way
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, "copydesk: interrupted\n")
    before = len(server.log())
    kept(tmp_path / "base.sqlite3", *(server.at(f"/good/a.png?{n}", "127.0.0.8") for n in range(50)))
    assert not server.since(before)


# Secure connections


def test_a_certificate_that_browsers_refuse(server: Running) -> None:
    found = ask(server.at("/good/a.png", scheme="https"))
    (one,) = found.values()
    assert (one.state, one.kind) == ("broken", "certificate")
    assert "its certificate is signed by nobody but the host itself" in one.reason


def test_the_same_over_a_secure_connection(server: Running) -> None:
    before = len(server.log())
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\nfrom tests.test_online import *\n"
            "for address, one in ask(*sys.argv[1:]).items(): print(one.state, one.secure or '-', one.moved or '-')",
            *(server.at(path) for path in ("/good/a.png", "/unsafe", "/secured", "/status/404")),
            server.at("/good/a.png", "127.0.0.3", "https"),
        ],
        env={**os.environ, "SSL_CERT_FILE": str(CERTIFICATE), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    same, other, redirected, gone, elsewhere = run.stdout.splitlines()
    assert same == f"ok {server.at('/good/a.png', scheme='https')} -"
    assert other == "ok - -", "another picture comes over the secure connection"
    assert redirected == f"ok {server.at('/secured', scheme='https')} -"
    assert gone == "broken - -"
    assert elsewhere == "broken - -", "the certificate is for another host"
    times = Counter(one.path for one in server.since(before))
    assert times["/good/a.png"] == times["/unsafe"] == 2
    assert times["/status/404"] == 1, "of what is not there nothing else is asked"


# What may be asked


PRIVATE = [
    "127.0.0.1",
    "127.8.9.1",
    "10.1.2.3",
    "172.20.1.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "168.63.129.16",
    "0.0.0.0",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "3fff::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_the_public_internet(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not Places().allow(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_the_public_internet(address: str) -> None:
    assert is_public(ip_address(address))


def test_what_the_configuration_adds() -> None:
    places = Places.made(["10.0.0.0/8", "64:ff9b::/96", "intranet.test"], only=["a.test"], never=["b.a.test"])
    assert places.allow(ip_address("10.1.2.3"))
    assert places.allow(ip_address("64:ff9b::808:808"))
    assert not places.allow(ip_address("64:ff9b::7f00:1")), "what is behind the translator must be public itself"
    assert places.names("pics.intranet.test")
    assert [host for host in ("a.test", "x.a.test", "b.a.test", "other.test") if not places.excludes(host)] == [
        "a.test",
        "x.a.test",
    ]


WRITTEN = ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"]


@pytest.mark.parametrize("host", WRITTEN)
def test_loopback_is_refused_however_it_is_written(server: Running, host: str) -> None:
    before = len(server.log())
    (one,) = ask(f"http://{host}:{server.port}/good/a.png", places=Places()).values()
    assert (one.state, one.kind) == ("unknown", "private")
    assert not server.since(before)


def lead(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> list[str]:
    """Let each of `names` lead to its addresses, the last one for ever, and return what is looked up."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def found(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host in names:
            asked.append(host)
            address = names[host].pop(0) if len(names[host]) > 1 else names[host][0]
            if not address:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            place = (address, port, 0, 0) if ":" in address else (address, port)
            return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place)]
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_refused_at_connect(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    asked = lead(monkeypatch, {"pictures.test": [address]})
    made: list[object] = []
    monkeypatch.setattr("copydesk.online.connections.socket", SimpleNamespace(socket=lambda *rest: made.append(rest)))
    (one,) = ask("http://pictures.test/a.png", places=Places()).values()
    assert (one.state, one.kind) == ("unknown", "private")
    assert asked
    assert not made, "no socket is made for it"


@pytest.mark.parametrize("target", ["127.0.0.2", "169.254.169.254", "10.0.0.1", "[::1]", "[64:ff9b::7f00:1]", "0x7f.2"])
def test_a_redirect_that_leads_to_a_private_address_is_refused(server: Running, target: str) -> None:
    before = len(server.log())
    places = Places.made(["127.0.0.1"])
    (one,) = ask(server.at(f"/to/{target}:{server.port}/good/a.png"), places=places).values()
    assert (one.state, one.kind) == ("unknown", "private")
    assert len(server.since(before)) == 1


def test_a_redirect_to_a_name_that_leads_to_a_private_address_is_refused(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(server.log())
    lead(monkeypatch, {"metadata.test": ["169.254.169.254"]})
    places = Places.made(["127.0.0.1"])
    (one,) = ask(server.at("/to/metadata.test/latest/meta-data/"), places=places).values()
    assert (one.state, one.kind) == ("unknown", "private")
    assert len(server.since(before)) == 1


def test_a_name_that_changes_its_mind_gains_nothing(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(server.log())
    lead(monkeypatch, {"one.test": ["127.0.0.1", "127.0.0.2"], "two.test": ["127.0.0.2"]})
    places = Places.made(["127.0.0.1"])
    address = f"http://one.test:{server.port}/to/two.test:{server.port}/good/a.png"
    (one,) = ask(address, places=places).values()
    assert (one.state, one.kind) == ("unknown", "private")
    assert [each.path for each in server.since(before)] == [address.partition(str(server.port))[2]]


def test_a_name_that_nobody_has(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, {"gone.test": [""]})
    gone = "http://gone.test/a.png"
    one = ask(gone, server.at("/good/a.png"))[gone]
    assert (one.state, one.kind) == ("broken", "name")
    monkeypatch.setattr("copydesk.online.inquiry._has_network", lambda: False)
    one = ask(gone)[gone]
    assert (one.state, one.kind) == ("unknown", "unreachable"), "without a network no name is known"


def test_hosts_that_the_configuration_names(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, {"intranet.test": ["127.0.0.1"]})
    address = f"http://intranet.test:{server.port}/good/a.png"
    assert ask(address, places=Places())[address].kind == "private"
    assert ask(address, places=Places.made(["intranet.test"]))[address].kind == "picture"
    assert ask(address, places=Places.made(["intranet.test"], never=["*.test"]))[address].kind == "excluded"


def test_a_proxy_is_asked_where_the_environment_names_one(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(server.log())
    monkeypatch.setenv("http_proxy", server.at(""))
    monkeypatch.setenv("no_proxy", "direct.test")
    address = "http://pictures.test/good/a.png"
    private = [f"http://{host}/a.png" for host in ("127.1", "127.0.0.1.", "169.254.169.254", "localhost", "localhost.")]
    found = ask(address, *private, places=Places())
    assert {found[each].kind for each in private} == {"private"}
    assert [(one.method, one.path) for one in server.since(before)] == [("GET", address)]


# What is kept


def kept(path: Path, *addresses: str, max_age: float = 100.0, limits: Limits = QUICK) -> dict[str, Verdict]:
    store = Store(str(path), max_age)
    try:
        return dict(Inquiry(LOOPBACK, limits, store, agent="test")(addresses))
    finally:
        store.close()


def age(path: Path, by: float) -> None:
    base = sqlite3.connect(path)
    base.execute("UPDATE answers SET at = at - ?", (by,))
    base.commit()
    base.close()


def test_nothing_is_asked_twice_while_it_is_fresh(server: Running, tmp_path: Path) -> None:
    base = tmp_path / "new" / "base.sqlite3"
    addresses = [server.at(path) for path in ("/good/a.png", "/hop/301/2/a.gif", "/status/404", "/html", "/status/403")]
    first = kept(base, *addresses)
    before = len(server.log())
    assert kept(base, *addresses) == first
    assert not server.since(before)
    age(base, 50)  # half of what is allowed: what failed is asked sooner
    kept(base, *addresses)
    asked = {one.path for one in server.since(before)}
    assert asked == {"/status/404", "/html", "/status/403"}


def test_what_is_known_is_only_asked_whether_it_is_the_same(server: Running, tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite3"
    addresses = [server.at("/large?same"), server.at("/changing"), server.at("/numbered/1")]
    first = kept(base, *addresses)
    age(base, 200)
    before = len(server.log())
    second = kept(base, *addresses)
    log = [(one.method, one.path) for one in server.since(before)]
    assert sorted(log) == [("GET", "/changing"), ("GET", "/numbered/1"), ("HEAD", "/changing"), ("HEAD", "/large?same")]
    assert first == second
    before = len(server.log())
    kept(base, *addresses)
    assert not server.since(before), "it counts from the second time on"


def test_a_store_that_is_none_makes_way(server: Running, tmp_path: Path) -> None:
    address = server.at("/good/a.png")
    base = tmp_path / "base.sqlite3"
    base.write_bytes(b"this is no base" * 100)
    assert kept(base, address)[address].state == "ok"
    before = len(server.log())
    assert kept(base, address)[address].state == "ok"
    assert not server.since(before)
    assert kept(tmp_path, address)[address].state == "ok", "a folder in its place: nothing is kept, all is asked"
    notes = tmp_path / "notes.md"
    notes.write_text("Low tide at six.\n" * 100, "utf-8")
    assert kept(notes, address)[address].state == "ok"
    assert notes.read_text("utf-8") == "Low tide at six.\n" * 100, "a slip in the configuration costs nobody's text"


@pytest.mark.parametrize(
    "tables", ["CREATE TABLE posts (title)", "CREATE TABLE answers (question, answer)", "CREATE VIEW one AS SELECT 1"]
)
@pytest.mark.parametrize("version", [0, 1, 7])
def test_the_base_of_another_program_is_left_alone(
    server: Running, tmp_path: Path, run: Run, tables: str, version: int
) -> None:
    site(tmp_path, server, a=f"![A]({server.at('/good/a.png')})")
    path = tmp_path / "shop.sqlite3"
    base = sqlite3.connect(path)
    base.execute(tables)
    base.execute(f"PRAGMA user_version = {version}")
    base.commit()
    base.close()
    config = tmp_path / "copydesk.toml"
    lines = config.read_text("utf-8").splitlines(keepends=True)
    config.write_text("".join('cache = "shop.sqlite3"\n' if "cache" in line else line for line in lines), "utf-8")
    before = path.read_bytes()
    found = run("check", "--online", cwd=tmp_path)
    assert found.status == 2
    assert "shop.sqlite3: is the base of another program" in found.err
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir() if "shop" in each.name) == ["shop.sqlite3"]


@pytest.mark.skipif(sys.platform != "linux", reason="each system has a place of its own")
def test_answers_are_kept_where_the_system_keeps_such(
    server: Running, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site(tmp_path, server, a=f"![A]({server.at('/good/a.png')})")
    config = tmp_path / "copydesk.toml"
    lines = config.read_text("utf-8").splitlines(keepends=True)
    config.write_text("".join(line for line in lines if not line.startswith("cache")), "utf-8")
    assert run("check", "--online", cwd=tmp_path).status == 0
    assert [path.name for path in (tmp_path / "cache" / "copydesk").iterdir()] == ["online.sqlite3"]


def test_the_end_of_a_run_waits_for_no_look_up(tmp_path: Path) -> None:
    code = (
        "import socket, sys, time\nsocket.getaddrinfo = lambda *_, **__: time.sleep(60)\n"
        "from tests.test_online import *\n"
        "limits = QUICK._replace(timeout=30, budget=0.2)\n"
        "print(kept(Path(sys.argv[1]), 'http://pictures.test/a.png', limits=limits)['http://pictures.test/a.png'].kind)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "base.sqlite3")]
    run = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=30, stdout=subprocess.PIPE)
    assert (run.returncode, run.stdout.split()) == (0, [b"late"])


def test_runs_side_by_side_share_a_store(server: Running, tmp_path: Path) -> None:
    base = tmp_path / "base.sqlite3"
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.test_online import *\n"
        "addresses = [f'{sys.argv[2]}/good/a.png?{n}' for n in range(80)]\n"
        "assert {one.state for one in kept(Path(sys.argv[1]), *addresses, limits=Limits()).values()} == {'ok'}"
    )
    command = [sys.executable, "-c", code, str(base), server.at("")]
    runs = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}) for _ in range(2)]
    assert [run.wait() for run in runs] == [0, 0]
    before = len(server.log())
    kept(base, *[server.at(f"/good/a.png?{n}") for n in range(80)])
    assert not server.since(before)


def test_progress_is_told_after_every_answer(server: Running) -> None:
    steps: list[Step] = []
    inquiry = Inquiry(LOOPBACK, QUICK, Store(":memory:", 1), agent="test", progress=steps.append)
    inquiry([server.at("/hop/301/2/a.png"), server.at("/status/404")])
    assert [step.asked for step in steps] == [1, 2, 3, 4]
    assert steps[-1].all == 4


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_a_bar_is_shown_on_a_terminal_only(server: Running, tmp_path: Path, stream: io.StringIO) -> None:
    settings = Online(private=("127.0.0.0/8",), cache=tmp_path / "base.sqlite3")
    progress.shown(settings, "1.0", stream)([server.at("/good/a.png"), server.at("/good/a.gif")], "")
    text = stream.getvalue()
    assert all(part in text for part in ("asking about pictures", "/s ", " hosts, 127.0.0.1:")) == stream.isatty()
    assert stream.isatty() or not text


# Small parts


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://a.test/x.png#part", "https://a.test/x.png"),
        ("HTTP://a.test/x.png", "http://a.test/x.png"),
        ("//a.test/x.png", "https://a.test/x.png"),
        ("/x.png", ""),
        ("data:image/png;base64,AA==", ""),
        ("ftp://a.test/x.png", ""),
        ("https://", ""),
    ],
)
def test_addresses_to_ask(target: str, address: str) -> None:
    assert address_of(target) == address


@pytest.mark.parametrize(
    "address", ["http://[::1/x.png", "http://a b/x.png", "http://a:99999/x.png", "https:///x.png", "http://\ud800/x"]
)
def test_what_is_no_address_is_no_reason_to_stop(address: str) -> None:
    (one,) = ask(address).values()
    assert one.state == "unknown"


def test_permanent_redirects_count_up_to_the_first_that_is_none() -> None:
    hops = [("a", "b", True), ("b", "c", False), ("c", "d", True)]
    answers = {at: Answer(at, "picture", location=to, permanent=lasting) for at, to, lasting in hops}
    found = verdict("a", {**answers, "d": Answer("d", "picture")})
    assert (found.final, found.moved) == ("d", "b")


@pytest.mark.parametrize(
    ("text", "length"), [("30", 30.0), ("20s", 20.0), ("5m", 300.0), ("1.5h", 5400.0), ("7d", 604800.0), ("x", None)]
)
def test_lengths_of_time(text: str, length: float | None) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize(
    "table", [{"timeout": 0}, {"per-host": 0}, {"only": "a"}, {"max-age": "soon"}, {"retries": True}, {"agent": 3}]
)
def test_settings_that_cannot_be_used(table: dict[str, object]) -> None:
    with pytest.raises(SettingError, match=next(iter(table))):
        Online().changed(table, Path())


def certificate(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, "unable to get local issuer certificate"
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (certificate(10), "certificate", "has run out"),
        (certificate(62), "certificate", "is for another host"),
        (certificate(18), "certificate", "signed by nobody but the host itself"),
        (certificate(20), "unreachable", "could not be verified"),  # this machine may know too few issuers
        (ssl.SSLError(1, "handshake failure"), "unreachable", "no secure connection"),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "name", "there is no host called `a.test`"),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "unreachable", "could not be looked up"),
        (ConnectionRefusedError(), "unreachable", "takes no connections"),
        (ConnectionResetError(), "unreachable", "broke the connection off"),
        (OSError(errno.ENETUNREACH, "no network"), "unreachable", "there is no way to `a.test`"),
        (TimeoutError(), "silent", "does not answer"),
        (ValueError("odd"), "unreachable", "that could be understood"),
    ],
)
def test_errors_in_plain_words(error: Exception, kind: str, words: str) -> None:
    found = trouble(error, "a.test")
    assert found.kind == kind
    assert words in found.reason


# The whole way


def site(folder: Path, server: Running, **posts: str) -> Path:
    (folder / "_config.yml").write_text(f"title: Tides\nurl: {BLOG}\n", "utf-8")
    (folder / "package.json").write_text('{"dependencies": {"hexo": "^7"}}', "utf-8")
    (folder / "copydesk.toml").write_text(configuration(folder, 1), "utf-8")
    (folder / "source" / "_posts").mkdir(parents=True)
    for name, text in posts.items():
        matter = f"---\ntitle: {name}\ndate: 2024-05-06 07:08:09\n---\n\n"
        (folder / "source" / "_posts" / f"{name}.md").write_text(matter + text + "\n", "utf-8")
    return folder


def found(outcome: Outcome) -> list[tuple[str, str, int, int]]:
    report = json.loads(outcome.out)
    return sorted(
        (one["code"], one["path"].rpartition("/")[2], one["line"], one["column"]) for one in report["findings"]
    )


def test_nothing_is_asked_unless_asked_for(server: Running, tmp_path: Path, run: Run) -> None:
    site(tmp_path, server, a=f"![A]({server.at('/status/404')})")
    before = len(server.log())
    outcome = run("check", "--output-format", "json", cwd=tmp_path)
    assert (outcome.status, found(outcome)) == (0, [])
    assert not server.since(before)
    assert run("check", "--select", "IMG019", cwd=tmp_path).status == 2
    assert "needs `--online`" in run("check", "--select", "IMG019", cwd=tmp_path).err
    assert run("check", "--max-age", "1d", cwd=tmp_path).status == 2
    assert run("check", "--online", "-", cwd=tmp_path).status == 2


def test_check_online(server: Running, tmp_path: Path, run: Run) -> None:
    site(
        tmp_path,
        server,
        a=f"![A]({server.at('/status/404')}) and ![B]({server.at('/good/a.png')})\n\n![C]({server.at('/html')}#x)",
        b=f"![A]({server.at('/status/404')})\n\n<img src='{server.at('/hop/308/1/a.png')}' alt=''>",
        c=f"![A]({server.at('/hotlink')}) ![B]({server.at('/never')}) ![C]({server.at('/status/403')})",
    )
    before = len(server.log())
    outcome = run("check", "--online", "--output-format", "json", cwd=tmp_path)
    assert outcome.status == 1
    assert found(outcome) == [
        ("IMG019", "a.md", 6, 6),
        ("IMG019", "b.md", 6, 6),
        ("IMG020", "b.md", 8, 11),
        ("IMG021", "c.md", 6, 6),
        ("IMG023", "a.md", 8, 6),
    ]
    assert json.loads(outcome.out)["summary"]["unchecked"] == {"refused": 1, "silent": 1}
    referrers = {one.headers.get("referer") for one in server.since(before) if one.path == "/good/a.png"}
    assert referrers == {BLOG}, "the site says what its readers' browsers say"
    before = len(server.log())
    again = run("check", "--online", "--output-format", "concise", "--jobs", "2", cwd=tmp_path)
    assert again.status == 1
    assert "nothing known of 2 remote pictures (no answer in time: 1, would not say: 1)" in again.out
    assert not server.since(before), "a second run asks nothing"
    run("check", "--online", "--max-age", "0", str(tmp_path / "source" / "_posts" / "b.md"), cwd=tmp_path)
    assert Counter(one.path for one in server.since(before) if one.method == "GET")["/status/404"] == 1


def test_what_is_unknown_fails_no_run(server: Running, tmp_path: Path, run: Run) -> None:
    site(
        tmp_path, server, a=f"![A]({server.at('/never')}) ![B]({server.at('/status/500')}) ![C](http://10.0.0.1/a.png)"
    )
    outcome = run("check", "--online", "--budget", "30", cwd=tmp_path)
    assert outcome.status == 0
    assert "nothing known of 3 remote pictures" in outcome.out
    outcome = run("check", "--online", "--extend-select", "IMG025", "--output-format", "concise", cwd=tmp_path)
    assert outcome.status == 1
    assert outcome.out.count("IMG025") == 3


def test_fix_online_writes_the_new_address(server: Running, tmp_path: Path, run: Run) -> None:
    site(
        tmp_path,
        server,
        a=f"![A]({server.at('/hop/301/2/a.png')} 'T')\n\n![A][1]\n\n[1]: <{server.at('/hop/301/1/a.gif')}>",
    )
    post = tmp_path / "source" / "_posts" / "a.md"
    before = post.read_text("utf-8")
    assert "+![A]" in run("fix", "--online", "--unsafe-fixes", "--diff", cwd=tmp_path).out
    run("fix", "--online", cwd=tmp_path)
    assert post.read_text("utf-8") == before, "it is an unsafe fix"
    run("fix", "--online", "--unsafe-fixes", cwd=tmp_path)
    text = post.read_text("utf-8")
    assert text == before.replace("/hop/301/2/a.png", "/good/a.png").replace("/hop/301/1/a.gif", "/good/a.gif")
    assert run("check", "--online", cwd=tmp_path).status == 0


def test_without_the_extra_it_says_what_to_install(server: Running, tmp_path: Path) -> None:
    site(tmp_path, server, a="![A](https://pictures.test/a.png)")
    code = (
        "import sys; sys.modules['aiohttp'] = None; from copydesk import cli; sys.exit(cli.main(['check', '--online']))"
    )
    outcome = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert outcome.returncode == 2
    assert "--online needs aiohttp: pip install 'copydesk[online]'" in outcome.stderr
