"""Fuzzes each target in turn, or those that are named: python -m tests.fuzz [--seconds 60] [TARGET ...]."""

import argparse
import subprocess
import sys

from tests.fuzz.targets import TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    asked = parser.parse_args()
    failed = 0
    for name in asked.targets or TARGETS:
        sys.stderr.write(f"== {name}\n")
        command = [sys.executable, "-m", "tests.fuzz.one", name, f"-max_total_time={asked.seconds}", "-verbosity=0"]
        failed += subprocess.run([*command, "-print_final_stats=1"], check=False).returncode != 0
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
