"""Builds the two compiled loops in place: `python -m bench.fanout_load.extension`. Quick when nothing has changed."""

from Cython.Build import cythonize
from setuptools import Extension, setup

PACKAGE = "bench.fanout_load"
MADE_IN = "build/bench"


def main() -> None:
    loops = [
        Extension(f"{PACKAGE}.{name}", [f"{PACKAGE.replace('.', '/')}/{name}.pyx"], extra_compile_args=["-O2"])
        for name in ("traffic", "floor")
    ]
    setup(
        name="townhall-bench",
        ext_modules=cythonize(loops, build_dir=MADE_IN, quiet=True),  # type: ignore[no-untyped-call]
        script_args=["--quiet", "build_ext", "--inplace", f"--build-temp={MADE_IN}"],
    )


if __name__ == "__main__":
    main()
