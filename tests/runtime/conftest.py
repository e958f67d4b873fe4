"""Lets a failing talk show what was expected and what came."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.runtime.talk", "tests.runtime.talks")
