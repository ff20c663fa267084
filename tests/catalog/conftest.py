"""A small course on disk, for every test of the catalog to spoil in its own way."""

from pathlib import Path

import pytest

COURSE = """\
format = 1
title = "Deep learning"
seed = 7
open_share = 0.4
units = ["u02_layers", "u06_batchnorm"]

[limits]
call_s = 3

[weights]
u06_batchnorm = 2
"""

LAYERS = """\
format = 1
title = "Layers"
module = "layers.py"

[[exercises]]
id = "2.1"
name = "ReLU.forward"
points = 100
minutes = 10
difficulty = 1
hints = ["Draw it."]
"""

BATCHNORM = """\
format = 1
title = "Batch normalization"
paper = "Ioffe and Szegedy (2015)"
module = "batchnorm.py"

[limits]
memory_mib = 256

[[exercises]]
id = "6.1"
name = "BatchNorm.forward"
points = 60
minutes = 30
difficulty = 2
hints = ["Read handout 2.1.", "Take the mean first."]

[[exercises]]
id = "6.2"
name = "BatchNorm.backward"
points = 40
minutes = 60
difficulty = 3
hints = ["Three arrows leave x."]
needs = ["6.1"]
may_loop_over = ["T"]
all_open = true
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a right course: unit 2 as in a kit, unit 6 with its solutions."""
    layers = tmp_path / "assignments" / "u02_layers"
    batchnorm = tmp_path / "assignments" / "u06_batchnorm"
    mistakes = tmp_path / "solutions" / "u06_batchnorm" / "mistakes"
    for folder in (layers, batchnorm, mistakes):
        folder.mkdir(parents=True)
    (tmp_path / "assignments" / "course.toml").write_text(COURSE)
    (layers / "unit.toml").write_text(LAYERS)
    (batchnorm / "unit.toml").write_text(BATCHNORM)
    (batchnorm / "batchnorm.py").write_text("stub")
    (batchnorm / "test_batchnorm.py").write_text("open suite")
    (mistakes.parent / "batchnorm.py").write_text("reference")
    (mistakes.parent / "test_batchnorm.py").write_text("hidden suite")
    (mistakes.parent / "marking.md").write_text("marking")
    (mistakes / "mean_left_out.py").write_text("mistake")
    return tmp_path
