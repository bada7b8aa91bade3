"""Writes the small Parquet corpora of the pipeline's tests, as pyarrow writes them.

Usage:  python tools/reference/make_parquet.py [--out indexer/pipeline/src/test/resources/corpus]

  tiny.parquet        five documents with id, text, label, source and licence; snappy; one label is null
  text-only.parquet   three documents: a text column beside a number that nobody reads; zstd, two row groups
"""
import argparse
import pathlib

import pyarrow
import pyarrow.parquet

DOCUMENTS = [
    ("one", "The ferry leaves at six; bring bread.", "notes", "made for the tests", "CC0-1.0"),
    ("two", "Überall Nebel, und die Fähre fährt trotzdem.", "notes-de", "made for the tests", "CC0-1.0"),
    ("three", "渡し船は六時に出ます。", "notes-ja", "made for the tests", "CC0-1.0"),
    ("four", "def leave(ferry):\n\treturn ferry.at(6)  # ⛴️\n", "code", "made for the tests", "CC0-1.0"),
    ("five", "Без подписи.", None, "made for the tests", "CC0-1.0"),
]
TEXTS = ["First line.\nSecond line.", "Ça va ? Oui 🙂", "last"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/pipeline/src/test/resources/corpus"))
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    columns = dict(zip(("id", "text", "label", "source", "licence"), zip(*DOCUMENTS)))
    pyarrow.parquet.write_table(pyarrow.table(columns), out / "tiny.parquet", compression="snappy")
    numbered = pyarrow.table({"number": list(range(len(TEXTS))), "text": TEXTS})
    pyarrow.parquet.write_table(numbered, out / "text-only.parquet", compression="zstd", row_group_size=2)


if __name__ == "__main__":
    main()
