#!/usr/bin/env python3
"""Frames of a ring as numpy arrays, where they lie: prints sequence, size and mean of the first plane of each frame.

Needs numpy (Debian: python3-numpy). Usage: numpy_example.py RING [options]; the options and exit codes are those of framering.py.
"""
import sys

import framering

try:
    import numpy
except ImportError:
    sys.exit("numpy_example.py: error: numpy is not installed (Debian: python3-numpy).")

# Formats whose samples, or packed pixels, are words of 16 and 32 bits; those of all others are bytes. docs/layout.md, "Pixel formats".
WORDS = {
    0x090b3359, 0x090a3359, 0x09003359, 0x30313053, 0x30313253, 0x30313453, 0x32313053, 0x32313253, 0x32313453, 0x36313053, 0x36313253,
    0x36313453, 0x0a003459, 0x30313050, 0x36313050, 0x30313250, 0x30313450, 0x30313259, 0x36314752, 0x35315258, 0x30424752, 0x40414252,
    0x0a003347, 0x0c003347, 0x10003347, 0x20303159, 0x20323159, 0x20363159,
}
DOUBLE_WORDS = {0x30335258}


def plane_array(frame, plane, sample=None):
    """The visible part of a plane, rows by samples: a read-only array of the pixels themselves, not a copy. Padding is stepped over.

    sample: a type of numpy's, if not that of the format. RingError: the format is not known.
    """
    offset, stride, rows, row_bytes = frame.visible(plane)
    kind = numpy.dtype(sample or ("<u4" if frame.code in DOUBLE_WORDS else "<u2" if frame.code in WORDS else "u1"))
    if row_bytes % kind.itemsize != 0:
        raise ValueError(f"a row of {row_bytes} bytes has no whole number of samples of {kind.itemsize} bytes")
    return numpy.ndarray((rows, row_bytes // kind.itemsize), kind, frame.slot_bytes(), offset, (stride, kind.itemsize))


class Means(framering.Program):
    def describe(self, frame):
        """Framering validates the frame after this, its last use. To keep the pixels, copy them: kept = picture.copy()"""
        picture = plane_array(frame, 0)
        return f"{frame.sequence} {picture.shape[1]} {picture.shape[0]} {picture.mean():.3f}"


if __name__ == "__main__":
    sys.exit(framering.main(Means, "Frames of a ring as numpy arrays: prints sequence, size and mean of the first plane of each frame.", start="oldest",
                            ends_process=True))
