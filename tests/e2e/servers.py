"""IRC servers of the distribution on free loopback ports, a raw client, and a bot in a process of its own."""
from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 15.0  # seconds; every wait ends in a failure then
NOBODY = 65534


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Program:
    """A server process, as an ordinary user when the tests are run by root. Stopped by its own id."""

    def __init__(self, directory: Path, *argv: str) -> None:
        self.directory, self.argv = directory, argv
        self.process: subprocess.Popen[str] | None = None
        self.lines: queue.Queue[str] = queue.Queue()

    def start(self, ready: str = "") -> None:
        """ready: what it prints once it can be used; without it, nobody waits."""
        plain: dict[str, Any] = {}
        if os.geteuid() == 0:
            plain = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            for path in (self.directory, *self.directory.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
            for parent in self.directory.parents:
                if parent.stat().st_uid == 0 and parent != Path("/") and str(parent).startswith("/tmp/"):
                    parent.chmod(parent.stat().st_mode | 0o011)
        self.lines = queue.Queue()
        self.process = subprocess.Popen(
            self.argv, cwd=self.directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", **plain,
        )  # fmt: skip
        threading.Thread(target=self.read, args=(self.process, self.lines), daemon=True).start()
        if ready:
            self.expect(ready)

    @staticmethod
    def read(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        assert process.stdout
        with process.stdout:
            for line in process.stdout:
                lines.put(line)

    def expect(self, wanted: str) -> None:
        seen = []
        deadline = time.monotonic() + PATIENCE
        try:
            while not re.search(wanted, line := self.lines.get(timeout=max(0.0, deadline - time.monotonic()))):
                seen.append(line)
        except queue.Empty:
            raise AssertionError(f"{self.argv[0]} did not print {wanted!r}, but\n{''.join(seen)}") from None

    def freeze(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        if self.process:
            self.process.wait()


class Server:
    """One daemon and its port."""

    def __init__(self, name: str, directory: Path) -> None:
        self.name, self.directory, self.port, self.services_port = name, directory, free_port(), free_port()
        self.services: Program | None = None
        if shutil.which(name) is None and not Path(f"/usr/sbin/{name}").exists():
            pytest.skip(f"{name} is not installed")
        config = directory / f"{name}.conf"
        config.write_text({"ngircd": NGIRCD, "inspircd": INSPIRCD}[name].format(
            dir=directory, port=self.port, services=self.services_port, unused=free_port()))  # fmt: skip
        for sub in ("data", "logs"):
            (directory / sub).mkdir(exist_ok=True)
        (directory / "motd.txt").write_text("test server\n")
        binary = shutil.which(name) or f"/usr/sbin/{name}"
        more = ["-n", "-f", str(config)] if name == "ngircd" else [f"--config={config}", "--nofork", "--nopid"]
        self.program = Program(directory, binary, *more)

    def start(self) -> None:
        self.program.start({"ngircd": r"Now listening on \[127\.0\.0\.1\]", "inspircd": "is now running"}[self.name])

    def stop(self) -> None:
        if self.services:
            self.services.stop()
        self.program.stop()

    def start_services(self) -> None:
        binary = shutil.which("atheme-services")
        if binary is None:
            pytest.skip("atheme-services is not installed")
        home = self.directory / "services"
        home.mkdir()
        (home / "atheme.conf").write_text(ATHEME.replace("@PORT@", str(self.services_port)).replace("@DIR@", str(home)))
        options = ["-n", "-c", f"{home}/atheme.conf", "-l", f"{home}/a.log", "-p", f"{home}/a.pid", "-D", str(home)]
        self.services = Program(home, binary, *options)
        self.services.start()
        with Client(self, "probe") as probe:
            probe.wait_for("NickServ")

    def register(self, nick: str, password: str) -> None:
        with Client(self, nick) as client:
            client.send(f"PRIVMSG NickServ :REGISTER {password} {nick}@example.org")
            client.expect(rf"NOTICE {nick} :.*\b(registered|logged in)")


class Client:
    """A person's client, as simple as can be."""

    def __init__(self, server: Any, nick: str) -> None:
        self.nick = nick
        self.socket = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        self.expect(r" (376|422) ")

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.socket.close()

    def send(self, *lines: str) -> None:
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def expect(self, wanted: str) -> str:
        """The next line with the pattern in it."""
        seen = []
        try:
            while raw := self.file.readline():
                line = raw.decode(errors="replace").rstrip("\r\n")
                seen.append(line)
                if line.startswith("PING"):
                    self.send("PONG" + line[4:])
                if re.search(wanted, line):
                    return line
        except TimeoutError:
            pass
        raise AssertionError(f"{self.nick} waited in vain for {wanted!r}; last lines: {seen[-5:]}")

    def wait_for(self, nick: str) -> None:
        """Until the nick is there; of a server that knows MONITOR."""
        self.send(f"MONITOR + {nick}")
        self.expect(rf" 730 {self.nick} :{nick}\b")

    def join(self, channel: str) -> None:
        self.send(f"JOIN {channel}")
        self.expect(f" 366 {self.nick} {channel} ")


class Bot:
    """heard.py under the launcher; what it prints and logs, line by line."""

    def __init__(self, directory: Path, port: int, *, core: str = "", clerk: str = "",
                 channels: str = "#nova", more: str = "") -> None:
        directory.mkdir(exist_ok=True)
        self.config = directory / "bot.cfg"
        listed = "\n".join(f'    "{channel}"' for channel in channels.split())
        tls = "" if "use_ssl" in core else "use_ssl = no\n"
        host = "" if "host" in core else "host = 127.0.0.1\n"
        head = f"[core]\nnick = clerk\n{host}port = {port}\n{tls}{core}\n[clerk]\npace = 0\n{clerk}\n"
        self.config.write_text(f"{head}channels =\n{listed}\n{more}")
        self.printed: queue.Queue[dict[str, Any]] = queue.Queue()
        self.logged: queue.Queue[str] = queue.Queue()
        self.process: subprocess.Popen[str] | None = None
        self.log: list[str] = []

    def __enter__(self) -> Bot:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("heard.py")), str(self.config)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "HOME": str(self.config.parent / "home")},
        )  # fmt: skip
        threading.Thread(target=self.read_printed, daemon=True).start()
        threading.Thread(target=self.read_log, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def read_printed(self) -> None:
        assert self.process and self.process.stdout
        for line in self.process.stdout:
            self.printed.put(json.loads(line))

    def read_log(self) -> None:
        assert self.process and self.process.stderr
        for line in self.process.stderr:
            self.log.append(line)
            self.logged.put(line)

    def tell(self, **what: list[Any]) -> None:
        assert self.process and self.process.stdin
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def next(self) -> dict[str, Any]:
        try:
            return self.printed.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError("the bot printed nothing; its log:\n" + "".join(self.log[-15:])) from None

    def expect(self, key: str) -> Any:
        while key not in (got := self.next()):
            pass
        return got[key]

    def line(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """The next line of this kind."""
        while True:
            got = self.next()
            line = got.get("line")
            if line and line["kind"] == kind and all(line[key] == value for key, value in wanted.items()):
                return {**line, "off": got["off"]}

    def logs(self, wanted: str, patience: float = PATIENCE) -> str:
        try:
            while not re.search(wanted, line := self.logged.get(timeout=patience)):
                pass
        except queue.Empty:
            raise AssertionError(f"not in the log: {wanted!r}; but\n" + "".join(self.log[-15:])) from None
        return line

    def terminate(self) -> float:
        """Seconds until it was gone; it must end by itself, and well."""
        assert self.process
        started = time.monotonic()
        self.process.terminate()
        assert self.process.wait(6.0) == 0
        return time.monotonic() - started


NGIRCD = """[Global]
Name = irc.test.local
Info = test
Network = TestNet
Listen = 127.0.0.1
Ports = {port}
MotdPhrase = "test server"
PidFile = {dir}/ngircd.pid
ServerUID = nobody
ServerGID = nogroup
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 30
MaxPenaltyTime = 0
PingTimeout = 120
PongTimeout = 20
[Options]
DNS = no
Ident = no
PAM = no
SyslogFacility = local1
"""

INSPIRCD = """
<path configdir="{dir}" datadir="{dir}/data" logdir="{dir}/logs" moduledir="/usr/lib/inspircd/modules">
<server name="irc.test.local" description="test" network="TestNet" id="001">
<admin name="test" nick="test" email="test@localhost">
<bind address="127.0.0.1" port="{port}" type="clients">
<bind address="127.0.0.1" port="{services}" type="servers">
<connect name="main" allow="127.0.0.1/8" timeout="30" pingfreq="2m" threshold="1000000" commandrate="10000000"
         fakelag="no" hardsendq="64M" softsendq="16M" recvq="1M" localmax="5000" globalmax="5000" limit="6000"
         maxchans="500" resolvehostnames="no" useident="no" maxconnwarn="no">
<files motd="{dir}/motd.txt">
<dns server="127.0.0.1" timeout="1">
<options casemapping="rfc1459" defaultmodes="not" hostintopic="yes" syntaxhints="no" announcets="yes">
<performance netbuffersize="65534" somaxconn="1024" softlimit="10000" quietbursts="yes" clonesonconnect="no">
<security hideulines="no" flatlinks="no" maxtargets="20" userstats="Pu">
<limits maxnick="30" maxchan="60" maxmodes="20" maxident="10" maxhost="64" maxquit="300" maxtopic="330" maxkick="300"
        maxreal="130" maxaway="200">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="ircd.log" flush="1">
<channels opers="500" users="500">
<maxlist chan="*" limit="100">
<module name="cap"><module name="ircv3"><module name="ircv3_accounttag"><module name="ircv3_capnotify">
<module name="ircv3_chghost"><module name="ircv3_ctctags"><module name="ircv3_echomessage"><module name="ircv3_msgid">
<module name="ircv3_servertime"><module name="services_account"><module name="botmode"><module name="namesx">
<module name="monitor"><module name="uhnames"><module name="svshold"><module name="chghost"><module name="chgident">
<module name="sasl"><sasl target="services.test.local" requiressl="no">
<module name="spanningtree">
<link name="services.test.local" ipaddr="127.0.0.1" port="{unused}" allowmask="127.0.0.1/8" timeout="10"
      sendpass="linkpw" recvpass="linkpw" hidden="no">
<uline server="services.test.local" silent="yes">
"""

ATHEME = """
loadmodule "modules/protocol/inspircd";
loadmodule "modules/backend/opensex";
loadmodule "modules/crypto/pbkdf2v2";
loadmodule "modules/nickserv/main";
loadmodule "modules/nickserv/ghost";
loadmodule "modules/nickserv/identify";
loadmodule "modules/nickserv/register";
loadmodule "modules/saslserv/main";
loadmodule "modules/saslserv/plain";
loadmodule "modules/saslserv/external";
serverinfo {
  name = "services.test.local"; desc = "Atheme"; numeric = "42S"; recontime = 1; netname = "TestNet";
  hidehostsuffix = "users.test"; adminname = "test"; adminemail = "a@test.local"; registeremail = "n@test.local";
  loglevel = { error; info; }; maxlogins = 50; maxusers = 0; mdlimit = 30; emaillimit = 1000; emailtime = 1;
  auth = none; casemapping = rfc1459;
};
uplink "irc.test.local" { host = "127.0.0.1"; port = @PORT@; password = "linkpw"; };
nickserv { nick = "NickServ"; user = "NickServ"; host = "services.test.local"; real = "NickServ"; };
saslserv { nick = "SaslServ"; user = "SaslServ"; host = "services.test.local"; real = "SaslServ"; };
database { };
logfile "@DIR@/atheme.log" { error; info; };
general {
  uflags = { hidemail; }; cflags = { }; flood_msgs = 0; ratelimit_uses = 100000; ratelimit_period = 1;
  kline_time = 7; clone_time = 0; commit_interval = 5; default_clone_allowed = 1000; default_clone_warn = 1000;
  language = "en";
};
"""
