#!/usr/bin/env python3
"""Frames of a ring as numpy arrays, where they lie: prints sequence, size and mean of the first plane of each frame.

Needs numpy (Debian: python3-numpy). Usage: numpy_example.py RING [FRAMES]
"""
import itertools
import sys

import numpy

import framering


def plane_array(frame, plane, sample=numpy.uint8):
    """The visible part of a plane, rows by samples: a read-only array of the pixels themselves, not a copy. Padding is stepped over."""
    offset, stride, rows, row_bytes = frame.visible(plane)
    size = numpy.dtype(sample).itemsize
    return numpy.ndarray((rows, row_bytes // size), sample, frame.slot_bytes(), offset, (stride, size))


def main():
    frames = int(sys.argv[2]) if len(sys.argv) > 2 else None
    with framering.Reader.attach(sys.argv[1], start="oldest") as reader:
        for _ in itertools.count() if frames is None else range(frames):
            frame = reader.wait()
            if not isinstance(frame, framering.Frame):
                return 4 if frame is framering.Status.WRITER_DIED else 0
            picture = plane_array(frame, 0)
            mean = picture.mean()
            # After the last use of the pixels. To keep them, copy before: kept = picture.copy()
            if frame.validate():
                print(frame.sequence, *reversed(picture.shape), f"{mean:.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
