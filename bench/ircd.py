"""A throw-away InspIRCd 3 on 127.0.0.1, in a directory of its own.

Every flood penalty is off and every queue is huge, so that the bot is what is measured. Two of them can be linked and
split again, one can hang, and an operator can be had.
"""
from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

INSPIRCD = Path("/usr/sbin/inspircd")
MODULES = [
    "cap", "ircv3", "ircv3_servertime", "ircv3_echomessage", "ircv3_capnotify", "ircv3_msgid", "ircv3_batch",
    "ircv3_labeledresponse", "ircv3_ctctags", "ircv3_accounttag", "services_account", "namesx", "uhnames",
    "sajoin", "samode", "sanick", "spanningtree",
]  # fmt: skip
NO_LIMIT = 2_000_000_000  # bytes

CONFIG = """<config format="xml">
<server name="{name}" description="test" network="TestNet" id="{sid}">
<admin name="t" email="t@t.test" nick="t">
<bind address="127.0.0.1" port="{port}" type="clients">
<bind address="127.0.0.1" port="{server_port}" type="servers">
<connect name="all" allow="*" timeout="60" pingfreq="120" hardsendq="{no_limit}" softsendq="{no_limit}"
 recvq="500000000" threshold="100000000" commandrate="1000000000" fakelag="no"
 localmax="5000" globalmax="5000" useident="no" resolvehostnames="no" maxchans="200">
<cidr ipv4clone="32" ipv6clone="128">
<options defaultmodes="n" nosnoticestack="no" splitwhois="no">
<performance netbuffersize="65534" somaxconn="128" softlimit="5000" quietbursts="yes" nouserdns="yes">
<security hidewhois="" announceinvites="dynamic" hideulines="no" maxtargets="20" userstats="Pu">
<limits maxnick="31" maxchan="64" maxmodes="20" maxident="11" maxquit="255" maxtopic="390" maxkick="255" maxreal="128"
 maxaway="200" maxline="512">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="{directory}/inspircd.log">
<path configdir="{directory}" datadir="{directory}" logdir="{directory}" runtimedir="{directory}">
<pid file="{directory}/inspircd.pid">
<whowas groupsize="10" maxgroups="1000" maxkeep="1d">
<class name="Netop" commands="*" privs="*" usermodes="*" chanmodes="*">
<type name="NetAdmin" classes="Netop" vhost="">
<oper name="root" password="root" host="*@*" type="NetAdmin">
{modules}
{links}
"""
LINK = """<link name="{name}" ipaddr="127.0.0.1" port="{port}" allowmask="127.0.0.0/8" timeout="5"
 sendpass="x" recvpass="x">"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """peers, to be set before the start: other servers that this one may link with."""

    def __init__(self, name: str = "irc1.test", sid: str = "001") -> None:
        self.name, self.sid = name, sid
        self.host, self.port, self.server_port = "127.0.0.1", free_port(), free_port()
        self.peers: Sequence[Server] = ()
        self.directory = Path(tempfile.mkdtemp(prefix="ircd-"))
        self.process: subprocess.Popen[bytes] | None = None

    def config(self) -> str:
        return CONFIG.format(
            name=self.name,
            sid=self.sid,
            port=self.port,
            server_port=self.server_port,
            no_limit=NO_LIMIT,
            directory=self.directory,
            modules="\n".join(f'<module name="{module}">' for module in MODULES),
            links="\n".join(LINK.format(name=peer.name, port=peer.server_port) for peer in self.peers),
        )

    def start(self) -> Server:
        config = self.directory / "inspircd.conf"
        config.write_text(self.config())
        as_root = ["--runasroot"] if os.geteuid() == 0 else []
        with open(self.directory / "out.txt", "wb") as out:
            self.process = subprocess.Popen(
                [INSPIRCD, *as_root, "--nofork", "--config", config],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.wait_until_open(10)
        return self

    def wait_until_open(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.running().poll() is not None:
                raise RuntimeError("the IRC server ended: " + (self.directory / "out.txt").read_text()[-2000:])
            with contextlib.suppress(OSError):
                socket.create_connection((self.host, self.port), 0.3).close()
                return
            time.sleep(0.05)
        raise RuntimeError("the IRC server did not open its port in time")

    def running(self) -> subprocess.Popen[bytes]:
        assert self.process is not None, "not started"
        return self.process

    def halt(self) -> None:
        """As a crash: at once. start() brings it back on the same port."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(5)

    def stop(self) -> None:
        self.halt()
        shutil.rmtree(self.directory, ignore_errors=True)

    def freeze(self) -> None:
        os.kill(self.running().pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.running().pid, signal.SIGCONT)

    # As an IRC operator.

    def order(self, line: str, wait: float = 0.6) -> None:
        """Have an operator of this server send the line."""
        with socket.create_connection((self.host, self.port), 5) as wire:
            wire.sendall(f"NICK oper{self.sid}\r\nUSER o 0 * :o\r\n".encode())
            self.wait_for_welcome(wire, 5)
            wire.sendall(b"OPER root root\r\n")
            time.sleep(0.2)
            wire.sendall(line.encode() + b"\r\n")
            time.sleep(wait)

    def wait_for_welcome(self, wire: socket.socket, seconds: float) -> None:
        heard = b""
        end = time.monotonic() + seconds
        while b" 001 " not in heard and time.monotonic() < end:
            wire.settimeout(max(0.1, end - time.monotonic()))
            rows = wire.recv(4096)
            heard += rows
            for row in rows.split(b"\r\n"):
                if row.startswith(b"PING"):
                    wire.sendall(row.replace(b"PING", b"PONG") + b"\r\n")

    def link(self, peer: Server) -> None:
        self.order(f"CONNECT {peer.name}", wait=1.5)

    def split(self, peer: Server) -> None:
        self.order(f"SQUIT {peer.name} :netsplit", wait=0.8)


def linked_pair() -> tuple[Server, Server]:
    one, two = Server("irc1.test", "001"), Server("irc2.test", "002")
    one.peers, two.peers = [two], [one]
    one.start()
    try:
        two.start()
        one.link(two)
    except BaseException:
        two.stop()
        one.stop()
        raise
    return one, two
