"""Run every check a number of times in one warm process: the checks' own work."""

import sys

from cases import cases

if __name__ == "__main__":
    checks = cases()
    for _ in range(int(sys.argv[1])):
        for _name, run in checks:
            run()
    print(len(checks))  # noqa: T201 - a program's result
