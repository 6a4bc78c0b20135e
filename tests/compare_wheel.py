"""Compare the file list of a wheel with the tree that it was built from: ``compare_wheel.py TREE WHEEL``."""

from __future__ import annotations

import subprocess
import sys
import zipfile


def expected(tree: str) -> set[str]:
    """The files that the wheel must hold, from what git tracks."""
    tracked = subprocess.run(
        ["git", "-C", tree, "ls-files", "coopsec_games", "models", "cases"], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return {name if name.startswith("coopsec_games/") else f"coopsec_games/{name}" for name in tracked}


def main() -> int:
    """Print the differences; the exit code says whether there are any."""
    tree, wheel = sys.argv[1:]
    wanted = expected(tree)
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    for name in sorted(wanted - held):
        sys.stderr.write(f"missing from the wheel: {name}\n")
    for name in sorted(held - wanted):
        sys.stderr.write(f"not in the tree: {name}\n")
    sys.stdout.write(f"{len(held)} files in the wheel, {len(wanted)} in the tree\n")
    return int(wanted != held)


if __name__ == "__main__":
    sys.exit(main())
