"""Builds what is compiled in its place: python setup.py build_ext --inplace (make does it).

The media plane; with BENCH_LOOPS=1 the loops of bench-fanout too, which nobody needs to run a server.
PLANE_SANITIZE=address builds the plane for AddressSanitizer (make asan).
"""

import os
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

SANITIZE = os.environ.get("PLANE_SANITIZE")
BENCH = Path("bench/fanout_load")
# No -march=native: what is built here may run elsewhere. No contraction: doubles are the same on every machine.
FLAGS = ["-O2", "-g", "-std=gnu11", "-ffp-contract=off", "-fno-strict-aliasing"]
if SANITIZE:
    FLAGS += [f"-fsanitize={SANITIZE}", "-fno-omit-frame-pointer", "-O1"]

plane = Extension(
    "media.plane.compiled",
    ["media/plane/compiled.pyx"],
    depends=sorted(map(str, Path("media/plane/core").glob("*.pxi"))),
    extra_compile_args=FLAGS,
    extra_link_args=[f"-fsanitize={SANITIZE}"] if SANITIZE else [],
)
loops = [
    Extension(
        f"bench.fanout_load.{name}",
        [str(BENCH / f"{name}.pyx")],
        depends=sorted(map(str, BENCH.glob("*.pxd"))),
        extra_compile_args=FLAGS,
    )
    for name in ("floor", "traffic")
    if os.environ.get("BENCH_LOOPS")
]
setup(ext_modules=cythonize([plane, *loops], build_dir="build/cython", quiet=True))  # type: ignore[no-untyped-call]
