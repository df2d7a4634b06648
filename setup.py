"""Builds the compiled media plane in its place: python setup.py build_ext --inplace (make does it).

PLANE_SANITIZE=address builds it for AddressSanitizer (make asan).
"""

import os
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

SANITIZE = os.environ.get("PLANE_SANITIZE")
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
setup(ext_modules=cythonize([plane], build_dir="build/cython", quiet=True))  # type: ignore[no-untyped-call]
