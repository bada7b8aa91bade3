"""Writes small .npz files with numpy: what the reader must read, and what it must refuse.

    python tools/reference/make_npz.py
"""

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parents[2] / "indexer/lm/src/test/resources/npz"


def arrays():
    """Values that the tests compute again: entry i of a tensor of n values is (i - n // 2) / 4."""

    def ramp(*shape):
        n = int(np.prod(shape))
        return ((np.arange(n) - n // 2) / 4).reshape(shape)

    return {
        "W_enc": ramp(3, 5).astype("<f4"),
        "b_half": ramp(7).astype("<f2"),
        "b_double": ramp(4).astype("<f8"),
        "ids": np.arange(6, dtype="<i4").reshape(2, 3),
        "positions": np.arange(3, dtype="<i8"),
        "scalar": np.float32(2.5),
        "empty": np.zeros((0, 4), "<f4"),
        "threshold": np.full(20_000, 0.125, "<f4"),
        "numpy_version": np.array(np.__version__),
    }


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    values = arrays()
    np.savez_compressed(FOLDER / "compressed.npz", **values)
    del values["threshold"]
    np.savez(FOLDER / "stored.npz", **values)
    np.savez_compressed(
        FOLDER / "refused.npz",
        fortran=np.asfortranarray(np.ones((2, 3), "<f4")),
        column=np.asfortranarray(np.ones((3, 1), "<f4")),
        big=np.ones(3, ">f4"),
        objects=np.array([{"a": 1}, None], dtype=object),
        flags=np.array([True, False]),
        numpy_version=np.array(np.__version__),
    )


if __name__ == "__main__":
    main()
