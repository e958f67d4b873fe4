"""Where the folders beside the code lie: example flows, standard grammars, standard voices.

In a checkout they stand at the top, where people look for them; a wheel carries them inside the
package, in `_data` (put there by `pyproject.toml`). This module knows both places and nothing of
what the folders hold. It does not unpack archives: a package run from a zip file is not served.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Literal["flows", "grammars", "voices"], package: Path = _PACKAGE) -> Path:
    """The folder `name`, an existing directory to be read only.

    Raises FileNotFoundError when the installation is incomplete. `package` is the folder of the
    installed package, for the tests.
    """
    packed = package / "_data"
    found = (packed if packed.is_dir() else package.parent) / name
    if not found.is_dir():
        raise FileNotFoundError(
            f"The folder {name} of flowengine is missing from {found.parent}. Install it again."
        )
    return found
