"""Makes the inputs that fuzzing starts from, of the files of the corpus: `seeds.py CORPUS SEEDS`.

Workbooks that are zips are given whole and, since a changed byte breaks a checksum, also as their parts one
after another, which the fuzz targets pack (see src/lib.rs).
"""

import pathlib
import sys
import zipfile

# Larger files are changed too slowly.
LARGEST = 48 * 1024

TARGETS = {".xlsx": ["xlsx"], ".xlsm": ["xlsx"], ".xlsb": ["xlsb"], ".xls": ["xls"], ".ods": ["ods"]}


def parts(path):
    """The parts of a zip, each under its name."""
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(b"=== " + name.encode() + b"\n" + archive.read(name) for name in archive.namelist())


def main(corpus, seeds):
    for path in sorted(corpus.iterdir()):
        inputs = {path.name: path.read_bytes()}
        if zipfile.is_zipfile(path):
            inputs[f"{path.name}.parts"] = parts(path)
        for target in TARGETS.get(path.suffix, ["text", "pasted"]) + ["results"]:
            folder = seeds / target
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in inputs.items():
                if len(content) <= LARGEST:
                    (folder / name).write_bytes(content)


main(*map(pathlib.Path, sys.argv[1:]))
