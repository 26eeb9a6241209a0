"""A file is whole at any moment, keeps what it is, and is left alone where it should be."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from copydesk import writing
from copydesk.writing import NotWritten, write

OLD, NEW = "旧\r\n".encode(), "\ufeff新\n".encode()
POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions and links are those of POSIX")


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """Return a file with the old text, alone in its folder."""
    path = tmp_path / "site" / "a 文章.md"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left_alone(path: Path, content: bytes = OLD) -> bool:
    """Tell whether the file is what it was, and nothing else has been left in its folder."""
    return path.read_bytes() == content and not [name for name in names(path.parent) if name.startswith(".copydesk")]


def test_the_bytes_are_written_as_they_are(post: Path) -> None:
    write(post, OLD, NEW)
    assert post.read_bytes() == NEW
    assert names(post.parent) == [post.name]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o200])
def test_the_mode_stays(post: Path, mode: int) -> None:
    post.chmod(mode)
    if os.access(post, os.R_OK):
        write(post, OLD, NEW)
        assert stat.S_IMODE(post.stat().st_mode) == mode


@POSIX
def test_the_mode_does_not_depend_on_the_umask(post: Path) -> None:
    post.chmod(0o666)
    before = os.umask(0o077)
    try:
        write(post, OLD, NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(post.stat().st_mode) == 0o666


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(post: Path) -> None:
    os.chown(post, 12345, 23456)
    write(post, OLD, NEW)
    assert (post.stat().st_uid, post.stat().st_gid) == (12345, 23456)


def test_a_file_that_changed_meanwhile_is_left_alone(post: Path) -> None:
    post.write_bytes(b"somebody was quicker")
    with pytest.raises(NotWritten, match="it changed while it was being checked"):
        write(post, OLD, NEW)
    assert left_alone(post, b"somebody was quicker")


def test_a_file_that_is_gone_does_not_come_back(post: Path) -> None:
    post.unlink()
    with pytest.raises(NotWritten, match="No such file"):
        write(post, OLD, NEW)
    assert names(post.parent) == []


@POSIX
def test_a_protected_file_is_left_alone_even_by_root(post: Path) -> None:
    post.chmod(0o444)
    with pytest.raises(NotWritten, match="write-protected"):
        write(post, OLD, NEW)
    assert left_alone(post)


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write in any folder")
def test_a_protected_folder_is_left_alone(post: Path) -> None:
    post.parent.chmod(0o555)
    try:
        with pytest.raises(NotWritten, match="Permission denied"):
            write(post, OLD, NEW)
    finally:
        post.parent.chmod(0o755)
    assert left_alone(post)


@pytest.mark.parametrize("step", ["write", "fsync", "chmod", "replace"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=["full", "stopped"]
)
def test_whatever_fails_the_file_is_whole_and_nothing_is_left_behind(
    post: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*arguments: object, **more: object) -> int:
        raise error

    if step == "write":
        real = os.write

        def half(handle: int, data: bytes) -> int:
            real(handle, data[:2])
            return fail()

        monkeypatch.setattr(writing.os, "write", half)
    else:
        monkeypatch.setattr(writing.os, step, fail)
    with pytest.raises(NotWritten if isinstance(error, OSError) else KeyboardInterrupt) as caught:
        write(post, OLD, NEW)
    if isinstance(error, OSError):
        assert str(caught.value) == "No space left on device"
    assert left_alone(post)


def test_readers_see_the_old_text_or_the_new_and_never_a_part(post: Path) -> None:
    texts = [bytes([65 + number]) * 200_000 for number in range(12)]
    post.write_bytes(texts[0])
    seen: set[bytes] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(post.read_bytes())

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for old, new in pairwise(texts):
            write(post, old, new)
    finally:
        done.set()
        reader.join()
    assert seen <= set(texts)


@pytest.mark.parametrize("name", ["文" * 80 + ".md", "🎉" * 60 + ".md", "a" * 250 + ".md"])
def test_long_names_leave_room_for_the_temporary_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    try:
        path.write_bytes(OLD)
    except OSError:
        pytest.skip("this system has no such names")
    write(path, OLD, NEW)
    assert names(tmp_path) == [name]


@POSIX
class TestLinks:
    """Links are followed, but not out of the folders that were given."""

    def test_a_link_stays_a_link(self, post: Path) -> None:
        link = post.parent / "link.md"
        link.symlink_to(post.name)
        write(link, OLD, NEW, [post.parent])
        assert link.is_symlink()
        assert post.read_bytes() == NEW
        assert names(post.parent) == sorted([link.name, post.name])

    def test_a_link_to_a_link_is_followed_to_its_end(self, post: Path) -> None:
        (post.parent / "one.md").symlink_to(post.name)
        (post.parent / "two.md").symlink_to("one.md")
        write(post.parent / "two.md", OLD, NEW, [post.parent])
        assert post.read_bytes() == NEW

    def test_a_link_that_leads_out_is_not_followed(self, post: Path, tmp_path: Path) -> None:
        outside = tmp_path / "outside.md"
        outside.write_bytes(OLD)
        link = post.parent / "link.md"
        link.symlink_to(outside)
        for roots in ([post.parent], [], [tmp_path / "elsewhere"]):
            with pytest.raises(NotWritten, match="symbolic link leads out"):
                write(link, OLD, NEW, roots)
        assert left_alone(outside)
        assert link.is_symlink()

    def test_a_folder_that_leads_out_is_not_followed_either(self, post: Path, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "b.md").write_bytes(OLD)
        (post.parent / "linked").symlink_to(outside)
        with pytest.raises(NotWritten, match="symbolic link leads out"):
            write(post.parent / "linked" / "b.md", OLD, NEW, [post.parent])
        assert left_alone(outside / "b.md")
        write(post.parent / "linked" / "b.md", OLD, NEW, [post.parent, outside])
        assert (outside / "b.md").read_bytes() == NEW

    def test_a_root_may_itself_be_a_link(self, post: Path, tmp_path: Path) -> None:
        root = tmp_path / "root"
        root.symlink_to(post.parent)
        write(root / post.name, OLD, NEW, [root])
        assert post.read_bytes() == NEW

    def test_a_neighbour_with_a_longer_name_is_outside(self, post: Path, tmp_path: Path) -> None:
        other = tmp_path / "site-two"
        other.mkdir()
        (other / "b.md").write_bytes(OLD)
        with pytest.raises(NotWritten):
            write(other / "b.md", OLD, NEW, [post.parent])
        assert left_alone(other / "b.md")

    def test_a_circle_of_links_is_refused(self, post: Path) -> None:
        (post.parent / "one.md").symlink_to("two.md")
        (post.parent / "two.md").symlink_to("one.md")
        with pytest.raises(NotWritten):
            write(post.parent / "one.md", OLD, NEW, [post.parent])

    def test_another_name_of_the_file_keeps_the_old_text(self, post: Path) -> None:
        other = post.parent / "other.md"
        os.link(post, other)
        write(post, OLD, NEW)
        assert (post.read_bytes(), other.read_bytes()) == (NEW, OLD)


def make_temporary(folder: Path) -> Path:
    """Return a temporary file that a run left behind when it was killed."""
    path, handle = writing._create(folder)
    os.write(handle, NEW)
    os.close(handle)
    return path


class TestLeftovers:
    """What a killed run left behind goes; nothing else does."""

    def test_they_go(self, post: Path) -> None:
        make_temporary(post.parent)
        make_temporary(post.parent)
        writing.sweep([str(post.parent), str(post.parent / "no such folder")])
        assert names(post.parent) == [post.name]

    def test_those_of_a_living_run_stay(self, post: Path) -> None:
        path, handle = writing._create(post.parent)
        try:
            writing.sweep([str(post.parent)])
            assert path.exists()
        finally:
            os.close(handle)
        writing.sweep([str(post.parent)])
        assert not path.exists()

    @POSIX
    def test_those_of_another_process_stay_while_it_lives(self, post: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from copydesk import writing;"
            "print(writing._create(Path(sys.argv[1]))[0], flush=True); sys.stdin.read()"
        )
        command = [sys.executable, "-c", code, str(post.parent)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            path = Path(other.stdout.readline().rstrip("\n"))
            writing.sweep([str(post.parent)])
            assert path.exists()
            other.kill()
        writing.sweep([str(post.parent)])
        assert not path.exists()

    def test_what_looks_like_them_stays(self, post: Path) -> None:
        path = make_temporary(post.parent)
        kept = {
            post.name,
            ".copydesk-1-0123456789ab-00000000.tmp",  # the check does not fit
            ".copydesk-notes.tmp",
            path.name.replace(".tmp", ".md"),
            path.name + "~",
            "x" + path.name,
        }
        for name in kept - {post.name}:
            (post.parent / name).write_bytes(b"the author's")
        writing.sweep([str(post.parent)])
        assert set(names(post.parent)) == kept

    @POSIX
    def test_what_is_no_file_stays(self, post: Path) -> None:
        for make in (lambda path: path.mkdir(), lambda path: path.symlink_to(post.name), os.mkfifo):
            path = make_temporary(post.parent)
            path.unlink()
            make(path)
            writing.sweep([str(post.parent)])
            assert os.path.lexists(path)
        assert post.read_bytes() == OLD

    @POSIX
    def test_a_file_that_is_swept_away_too_early_is_made_again(
        self, post: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lock = writing._lock
        swept: list[Path] = []

        def late(handle: int, *, wait: bool) -> bool:
            if wait and not swept:  # made but not yet locked: another run takes it for one that was left behind
                swept.extend(path for path in post.parent.iterdir() if path.name.startswith(writing.PREFIX))
                writing.sweep([str(post.parent)])
                assert not swept[0].exists()
            return lock(handle, wait=wait)

        monkeypatch.setattr(writing, "_lock", late)
        write(post, OLD, NEW)
        assert swept
        assert post.read_bytes() == NEW
        assert names(post.parent) == [post.name]

    @POSIX
    def test_without_locks_only_old_ones_go(self, post: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_: object) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(writing.fcntl, "flock", unknown)
        write(post, OLD, NEW)
        assert post.read_bytes() == NEW
        path = make_temporary(post.parent)
        writing.sweep([str(post.parent)])
        assert path.exists()
        os.utime(path, (0, 0))
        writing.sweep([str(post.parent)])
        assert not path.exists()


@POSIX
def test_extended_attributes_stay(post: Path) -> None:
    try:
        os.setxattr(post, "user.copydesk.test", "雨".encode())
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    write(post, OLD, NEW)
    assert os.getxattr(post, "user.copydesk.test") == "雨".encode()


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_special_bits_stay_when_the_owner_is_given_back(post: Path) -> None:
    os.chown(post, 12345, 23456)
    post.chmod(0o6644)
    write(post, OLD, NEW)
    assert stat.S_IMODE(post.stat().st_mode) == 0o6644


@POSIX
def test_the_group_stays_where_only_that_is_allowed(post: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int]] = []

    def chown(path: Path, owner: int, group: int) -> None:
        if owner != -1:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        given.append((owner, group))

    status = os.stat(post)
    other = os.stat_result((*status[:4], status.st_uid + 1, status.st_gid + 1, *status[6:]))
    monkeypatch.setattr(writing.os, "lstat", lambda path: other)
    monkeypatch.setattr(writing.os, "chown", chown)
    write(post, OLD, NEW)
    assert given == [(-1, status.st_gid + 1)]
    assert post.read_bytes() == NEW


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_until_the_file_is_written(
    post: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    seen: list[bytes] = []

    def stop(*_: object) -> None:
        seen.append(post.read_bytes())
        raise KeyboardInterrupt

    replace = os.replace

    def interrupted(*arguments: Path) -> None:
        signal.pthread_kill(threading.get_ident(), number)  # this thread: pytest may have others
        replace(*arguments)

    monkeypatch.setattr(writing.os, "replace", interrupted)
    before = signal.signal(number, stop)
    try:
        with pytest.raises(KeyboardInterrupt):
            write(post, OLD, NEW)
    finally:
        signal.signal(number, before)
    assert seen == [NEW]
    assert names(post.parent) == [post.name]
