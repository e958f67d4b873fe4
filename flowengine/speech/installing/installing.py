"""A model or voice put in its place, whole or not at all, and taken away again.

What is fetched and unpacked lies in `.fetching/NAME` beside the models until it is whole; then one
rename makes it a model. Whatever breaks off leaves only that folder, and the next try goes on.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flowengine.speech.installing.downloading import NotFetched, digest, download
from flowengine.speech.installing.offers import PIPER
from flowengine.speech.installing.unpacking import NotUnpacked, unpack
from flowengine.speech.recognition.models import judged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flowengine.speech.installing.offers import Offer, Wanted

PARTS = ".fetching"
SWOLLEN = 2  # an unpacked model takes about twice what its archive does
MEGABYTE = 1_000_000
_BESIDE = "__MACOSX"  # what some systems pack beside what was meant


class NotInstalled(Exception):
    """It is not there now, in a sentence; what was there before still is."""


class Installed(NamedTuple):
    """`found` are the names and SHA-256 of what came, in hexadecimal."""

    folder: Path
    found: tuple[tuple[str, str], ...]


def install(
    offer: Offer,
    folder: Path,
    *,
    sha256: str = "",
    told: Callable[[str, int, int], None] = lambda _name, _came, _of: None,
    pause: float = 1.0,
) -> Installed:
    """Put `offer` into `folder`, the folder of models, in place of one that has its name.

    `told` hears the name of a file, how many bytes of it have come, of how many (0: unknown).
    `sha256` is what its archive, or the largest of its files, must have. Raises NotInstalled.
    """
    work = folder / PARTS / offer.name
    try:
        work.mkdir(parents=True, exist_ok=True)
        with _alone(work, offer.name):
            _room(folder, offer.megabytes * MEGABYTE, offer)
            fetching = _Fetching(offer, work, sha256 or offer.sha256, told, pause)
            fresh, found = fetching.packed() if offer.packed else fetching.plain()
            _place(_prove(offer, fresh, work), folder / offer.name, work)
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise NotInstalled(f"{folder} cannot be written ({error.strerror}).") from error
    _tidy(folder)
    return Installed(folder / offer.name, found)


def remove(name: str, folder: Path) -> None:
    """Takes a model or a voice away. Raises NotInstalled where there is none of that name."""
    there = names(folder)
    if name not in there:
        listed = f"There are: {', '.join(there)}." if there else "There are none."
        raise NotInstalled(f"There is no model or voice {name} in {folder}. {listed}")
    away = folder / PARTS / f"{name}.gone"
    try:
        away.parent.mkdir(exist_ok=True)
        shutil.rmtree(away, ignore_errors=True)
        (folder / name).rename(away)  # what is half deleted must not look like a model
        shutil.rmtree(away, ignore_errors=True)
    except OSError as error:
        raise NotInstalled(f"{name} cannot be removed ({error.strerror}).") from error
    _tidy(folder)


def names(folder: Path) -> tuple[str, ...]:
    """Of the models and voices in `folder`, half ones too."""
    try:
        there = sorted(each for each in folder.iterdir() if each.is_dir())
    except OSError:
        return ()
    return tuple(each.name for each in there if judged(each) or _onnx(each))


def piper_voices(folder: Path) -> tuple[Path, ...]:
    """The files that a voice names as its `model`."""
    return tuple(found for name in names(folder) if (found := _onnx(folder / name)))


def _onnx(folder: Path) -> Path | None:
    """One that is whole: a model with its description beside it."""
    for file in sorted(folder.glob("*.onnx")):
        if file.stat().st_size and file.with_name(f"{file.name}.json").is_file():
            return file
    return None


class _Fetching:
    """What of one offer has come, in files that are called by where they come from: what came from
    another address is never taken for it."""

    def __init__(
        self,
        offer: Offer,
        work: Path,
        sha256: str,
        told: Callable[[str, int, int], None],
        pause: float,
    ) -> None:
        source = "\n".join(wanted.address for wanted in offer.files)
        self._key = hashlib.sha256(source.encode()).hexdigest()[:16]
        self._offer, self._work, self._sha256 = offer, work, sha256
        self._told, self._pause = told, pause

    def packed(self) -> tuple[Path, tuple[tuple[str, str], ...]]:
        (wanted,) = self._offer.files
        local = "://" not in wanted.address
        archive = Path(wanted.address) if local else self._work / f"{self._key}.archive"
        found = self._here(archive) if local else self._fetched(wanted, archive, self._sha256)
        into = self._work / f"{self._key}.fresh"
        shutil.rmtree(into, ignore_errors=True)
        try:
            unpack(archive, into)
        except NotUnpacked as error:
            shutil.rmtree(into, ignore_errors=True)
            if not local and not isinstance(error.__cause__, OSError):  # the disk may get room
                archive.unlink(missing_ok=True)
            raise NotInstalled(str(error)) from error
        return _root(into), ((self._offer.name, found),)

    def plain(self) -> tuple[Path, tuple[tuple[str, str], ...]]:
        """The largest comes last, and is the one whose SHA-256 may be known."""
        into = self._work / f"{self._key}.fresh"
        into.mkdir(exist_ok=True)
        largest = max(self._offer.files, key=lambda wanted: wanted.name.endswith((".bin", ".onnx")))
        found = []
        for wanted in (*(one for one in self._offer.files if one != largest), largest):
            proof = self._sha256 if wanted == largest else ""
            found.append((wanted.name, self._fetched(wanted, into / wanted.name, proof)))
        return into, tuple(found)

    def _here(self, archive: Path) -> str:
        if not archive.is_file():
            raise NotInstalled(f"There is no file {archive}.")
        _room(self._work, archive.stat().st_size, self._offer)
        return _proved(archive, self._sha256, str(archive))

    def _fetched(self, wanted: Wanted, target: Path, sha256: str) -> str:
        if target.is_file():  # from a run that ended later on
            return _proved(target, sha256, wanted.address)
        first = True

        def told(came: int, of: int) -> None:
            nonlocal first
            if first and of:
                _room(self._work, of, self._offer, came)
            first = False
            self._told(wanted.name, came, of)

        try:
            return download(wanted.address, target, told=told, sha256=sha256, pause=self._pause)
        except NotFetched as error:
            raise NotInstalled(str(error)) from error


def _proved(file: Path, sha256: str, source: str) -> str:
    found = digest(file)
    if sha256 and not hmac.compare_digest(found, sha256.lower()):
        raise NotInstalled(f"{source} is not what was expected: its SHA-256 is {found}.")
    return found


def _room(folder: Path, size: int, offer: Offer, have: int = 0) -> None:
    """Before anything comes: a disk that fills up meanwhile stops more than us."""
    needed = size * (1 + SWOLLEN * offer.packed) - have
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise NotInstalled(
            f"{offer.name} needs {needed // MEGABYTE:,} MB, and only {free // MEGABYTE:,} MB are"
            f" free in {folder}. Make room, or set FLOWENGINE_MODELS to another folder."
        )


@contextmanager
def _alone(work: Path, name: str) -> Iterator[None]:
    """The lock goes with the process, however it ends."""
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotInstalled(f"{name} is being installed by another command now.") from error
        yield


def _root(into: Path) -> Path:
    """The model itself, where the archive has it in a folder, or in folders."""
    while True:
        inside = [each for each in into.iterdir() if each.name != _BESIDE]
        if len(inside) != 1 or not inside[0].is_dir():
            return into
        into = inside[0]


def _prove(offer: Offer, fresh: Path, work: Path) -> Path:
    """Where it is now, if it is whole. What lacks something is fetched anew the next time."""
    named = work / offer.name  # a model is known by its folder's name
    shutil.rmtree(named, ignore_errors=True)
    fresh.rename(named)
    if offer.engine == PIPER:
        why = _not_piper(named)
    else:
        model = judged(named)
        fits = model is not None and model.engine == offer.engine
        why = model.lacks.partition(":")[0] if model and fits else f"It is no {offer.engine} model"
    if why:
        shutil.rmtree(work, ignore_errors=True)
        raise NotInstalled(f"{why}. Nothing was installed.")
    return named


def _not_piper(fresh: Path) -> str:
    file = _onnx(fresh)
    if file is None:
        return "It is no Piper voice: a file .onnx, with its .onnx.json beside it, is missing"
    try:
        json.loads(file.with_name(f"{file.name}.json").read_bytes())
    except ValueError:
        return f"{file.name}.json is damaged"
    return ""


def _place(fresh: Path, place: Path, work: Path) -> None:
    """One rename; what was there before is moved away and comes back if that fails."""
    before = work / "before"
    shutil.rmtree(before, ignore_errors=True)
    if place.exists():
        place.rename(before)
    try:
        fresh.rename(place)
    except OSError:
        if before.exists():
            before.rename(place)
        raise


def _tidy(folder: Path) -> None:
    with suppress(OSError):
        (folder / PARTS).rmdir()  # which does nothing where something is still wanted
