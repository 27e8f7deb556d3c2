"""Real input that lies beside the project, not in it."""
from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "shared" / "cases"


def cases(folder: str, pattern: str) -> list[Path]:
    return sorted((CASES / folder).glob(pattern))


need_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the cases do not lie beside the project")
