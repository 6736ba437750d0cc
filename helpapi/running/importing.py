"""Run by the Python of an environment: imports whatever the distributions named bring, and names what cannot be.

On its own, without the rest of this project.
"""

import importlib
import sys
from importlib import metadata
from pathlib import PurePath


def modules(distribution: metadata.Distribution) -> set[str]:
    """The names by which what it brings is imported."""
    files = [PurePath(file) for file in distribution.files or ()]
    packages = {file.parts[0] for file in files if len(file.parts) == 2 and file.name == "__init__.py"}
    single = {
        file.name.split(".")[0] for file in files if len(file.parts) == 1 and file.suffix in (".py", ".so", ".pyd")
    }
    return {name for name in packages | single if name.isidentifier()}


def cannot_be_imported(names: list[str]) -> str:
    """What fails first, and why; a module that only wants to be told settings has been found and read."""
    for name in names:
        try:
            for module in sorted(modules(metadata.distribution(name))):
                importlib.import_module(module)
        except metadata.PackageNotFoundError:
            continue  # not wanted on this machine, or the launcher has said so
        except (ImportError, OSError) as error:
            return f"{type(error).__name__}: {error}"
        except Exception:  # noqa: S112  # nosec B112
            continue
    return ""


if __name__ == "__main__":
    sys.exit(cannot_be_imported(sys.argv[1:]) or 0)
