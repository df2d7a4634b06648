"""With PLANE_BUILD=folder the compiled plane is taken from there: `make asan` builds one with AddressSanitizer."""

import importlib.util
import os
import sys
from pathlib import Path

if folder := os.environ.get("PLANE_BUILD"):
    name = "media.plane.compiled"
    (path,) = Path(folder).glob("media/plane/compiled.*.so")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
