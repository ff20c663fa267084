"""The option that sends arrays to a GPU, and whether there is one."""

import os
from collections.abc import Callable, Mapping
from typing import TypeVar

import click
import msgspec

from grader.errors import UsageError
from grader.judge import JudgeSettings

STAND_IN, CUDA = "stand-in", "cuda"
START, SPAWN = "GRADER_START", "spawn"
_Function = TypeVar("_Function", bound=Callable[..., None])


def device_option(function: _Function) -> _Function:
    """Add --device, handed over as `device`."""
    option = click.option(
        "--device",
        type=click.Choice([STAND_IN, CUDA]),
        default=STAND_IN,
        show_default=True,
        callback=_require_device,
        help="Where checks of GPU code run: arrays that refuse what a GPU's refuse, "
        "or CuPy's on a GPU, without walls.",
    )
    return option(function)


def on_device(settings: JudgeSettings, device: str) -> JudgeSettings:
    """Return the settings with a device; a GPU's driver works behind no wall.

    Args:
        settings: how the judge runs otherwise.
        device: "stand-in" or "cuda".

    Raises:
        UsageError: if the environment asks for a start that there is not.
    """
    if device == STAND_IN and not must_spawn(os.environ):
        return settings
    return msgspec.structs.replace(settings, device=device, spawn=True)


def must_spawn(environment: Mapping[str, str]) -> bool:
    """Return whether workers are to start here as on macOS and Windows.

    Args:
        environment: the variables of the process.

    Raises:
        UsageError: if it asks for a start that there is not.
    """
    asked = environment.get(START, "")
    if asked in {"", SPAWN}:
        return asked == SPAWN
    msg = f"{START} must be {SPAWN!r} or not set, found {asked!r}."
    raise UsageError(msg)


def _require_device(
    _context: click.Context, _option: click.Parameter, device: str
) -> str:
    """Return the device.

    Raises:
        UsageError: it is a GPU, and CuPy or the GPU is missing.
    """
    missing = _missing() if device == CUDA else ""
    if missing:
        msg = (
            f"--device {CUDA} needs CuPy and an NVIDIA GPU, found {missing}; install "
            "grader[cuda] on a machine that has one, or leave the option out."
        )
        raise UsageError(msg)
    return device


def _missing() -> str:
    """Return what a GPU's use lacks, "" if nothing."""
    try:
        import cupy  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        return f"no CuPy ({error})"
    return "" if cupy.is_available() else "CuPy, but no GPU that it can use"
