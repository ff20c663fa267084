"""A real browser that a test steers: Chromium, by its DevTools protocol over pipes."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

Reply = dict[str, Any]  # JSON
PATIENCE_S = 60
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--remote-debugging-pipe",
)
# The browser reads from 3 and writes to 4; neither may be overwritten on the way.
LAUNCH = """
import fcntl, os, sys
given = [fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3]]
os.dup2(given[0], 3)
os.dup2(given[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " ")}


class BrowserError(Exception):
    """The browser did not do as it was told."""


class Tab:
    """One page in the browser.

    Attributes:
        logged: what the page wrote to its console, and its errors.
    """

    def __init__(self, asking: int, answering: int) -> None:
        """Open an empty page.

        Args:
            asking: where messages to the browser are written.
            answering: where its own are read.
        """
        self.logged: list[str] = []
        self._asking, self._answering = asking, answering
        self._read = b""
        self._number = 0
        self._session: dict[str, str] = {}
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        self.ask("Page.enable")
        self.ask("Runtime.enable")

    def ask(self, method: str, **params: object) -> Reply:
        """Return what the browser answers to one command."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        text = json.dumps({**message, **self._session}).encode() + b"\0"
        os.write(self._asking, text)
        answer = self._until("id", self._number)
        result: Reply = answer["result"]
        return result

    def open(self, path: Path) -> Self:
        """Show a file, and return once its load event has fired."""
        self.ask("Page.navigate", url=path.as_uri())
        self._until("method", "Page.loadEventFired")
        return self

    def value(self, expression: str) -> Any:  # noqa: ANN401 - any JSON value
        """Return what an expression, or the promise that it is, gives in the page."""
        answer = self.ask(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
        )
        if "exceptionDetails" in answer:
            raise BrowserError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        code, text = KEYS[key]
        pressed = {"key": key, "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **pressed)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def type(self, text: str) -> None:
        """Write a text where the focus is."""
        self.ask("Input.insertText", text=text)

    def spoken(self) -> list[tuple[str, str]]:
        """Return the role and the name of all that a screen reader comes by."""
        nodes = self.ask("Accessibility.getFullAXTree")["nodes"]
        return [
            (node["role"]["value"], node["name"]["value"])
            for node in nodes
            if not node["ignored"] and node.get("name", {}).get("value")
        ]

    def _until(self, key: str, wanted: object) -> Reply:
        while True:
            message = self._next()
            if message.get("method") in {
                "Runtime.consoleAPICalled",
                "Runtime.exceptionThrown",
            }:
                self.logged.append(json.dumps(message["params"]))
            if message.get(key) == wanted:
                return message

    def _next(self) -> Reply:
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._answering], [], [], PATIENCE_S)
            part = os.read(self._answering, 1 << 20) if ready else b""
            if not part:
                msg = "the browser ended" if ready else "the browser does not answer"
                raise BrowserError(msg)
            self._read += part
        text, _, self._read = self._read.partition(b"\0")
        message: Reply = json.loads(text)
        return message


@contextmanager
def browsing(browser: str, folder: Path) -> Iterator[Tab]:
    """Run a browser with an empty page for as long as the block lasts.

    Args:
        browser: the path of Chromium.
        folder: for its profile.
    """
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    command = [browser, *OPTIONS, f"--user-data-dir={folder / 'profile'}"]
    with subprocess.Popen(  # noqa: S603 - a browser on a file of ours
        [sys.executable, "-c", LAUNCH, str(theirs_in), str(theirs_out), *command],
        pass_fds=(theirs_in, theirs_out),
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield Tab(ours_out, ours_in)
        finally:
            process.terminate()
            os.close(ours_out)
            os.close(ours_in)
