#!/usr/bin/env python3
"""Reads frames of a FrameRing where they lie, with nothing but the standard library.

Built on docs/layout.md (layout version 1) and docs/protocol.md. As a program it prints one line per frame:
sequence, pts, visible width and height, FourCC, CRC-32 of the visible bytes.
"""
import argparse
import ctypes
import os
import platform
import struct
import sys
import time
import zlib
from collections import namedtuple

# w:h:b or w:h:b:fixed for each plane; docs/layout.md, "Pixel formats".
FORMATS = {
    0x32315559: "0:0:1 1:1:1 1:1:1",  # yuv420p
    0x36315559: "0:0:1 1:0:1 1:0:1",  # yuv422p
    0x34325559: "0:0:1 0:0:1 0:0:1",  # yuv444p
    0x31315559: "0:0:1 2:0:1 2:0:1",  # yuv411p
    0x39565559: "0:0:1 2:2:1 2:2:1",  # yuv410p
    0x50303434: "0:0:1 0:1:1 0:1:1",  # yuv440p
    0x090b3359: "0:0:2 1:1:2 1:1:2",  # yuv420p9le
    0x090a3359: "0:0:2 1:0:2 1:0:2",  # yuv422p9le
    0x09003359: "0:0:2 0:0:2 0:0:2",  # yuv444p9le
    0x30313053: "0:0:2 1:1:2 1:1:2",  # yuv420p10le
    0x30313253: "0:0:2 1:0:2 1:0:2",  # yuv422p10le
    0x30313453: "0:0:2 0:0:2 0:0:2",  # yuv444p10le
    0x32313053: "0:0:2 1:1:2 1:1:2",  # yuv420p12le
    0x32313253: "0:0:2 1:0:2 1:0:2",  # yuv422p12le
    0x32313453: "0:0:2 0:0:2 0:0:2",  # yuv444p12le
    0x36313053: "0:0:2 1:1:2 1:1:2",  # yuv420p16le
    0x36313253: "0:0:2 1:0:2 1:0:2",  # yuv422p16le
    0x36313453: "0:0:2 0:0:2 0:0:2",  # yuv444p16le
    0x080b3459: "0:0:1 1:1:1 1:1:1 0:0:1",  # yuva420p
    0x080a3459: "0:0:1 1:0:1 1:0:1 0:0:1",  # yuva422p
    0x08003459: "0:0:1 0:0:1 0:0:1 0:0:1",  # yuva444p
    0x0a003459: "0:0:2 0:0:2 0:0:2 0:0:2",  # yuva444p10le
    0x3231564e: "0:0:1 1:1:2",  # nv12
    0x3132564e: "0:0:1 1:1:2",  # nv21
    0x3631564e: "0:0:1 1:0:2",  # nv16
    0x3432564e: "0:0:1 0:0:2",  # nv24
    0x3234564e: "0:0:1 0:0:2",  # nv42
    0x30313050: "0:0:2 1:1:4",  # p010le
    0x36313050: "0:0:2 1:1:4",  # p016le
    0x30313250: "0:0:2 1:0:4",  # p210le
    0x30313450: "0:0:2 0:0:4",  # p410le
    0x56595559: "1:0:4",  # yuyv422
    0x59565955: "1:0:4",  # uyvy422
    0x55595659: "1:0:4",  # yvyu422
    0x30313259: "1:0:8",  # y210le
    0x33424752: "0:0:3",  # rgb24
    0x33524742: "0:0:3",  # bgr24
    0x34324241: "0:0:4",  # rgba
    0x34325241: "0:0:4",  # bgra
    0x34324152: "0:0:4",  # abgr
    0x34324142: "0:0:4",  # argb
    0x34324258: "0:0:4",  # rgb0
    0x34325258: "0:0:4",  # bgr0
    0x34325852: "0:0:4",  # 0bgr
    0x34325842: "0:0:4",  # 0rgb
    0x36314752: "0:0:2",  # rgb565le
    0x35315258: "0:0:2",  # rgb555le
    0x30335258: "0:0:4",  # x2rgb10le
    0x30424752: "0:0:6",  # rgb48le
    0x40414252: "0:0:8",  # rgba64le
    0x08003347: "0:0:1 0:0:1 0:0:1",  # gbrp
    0x08003447: "0:0:1 0:0:1 0:0:1 0:0:1",  # gbrap
    0x0a003347: "0:0:2 0:0:2 0:0:2",  # gbrp10le
    0x0c003347: "0:0:2 0:0:2 0:0:2",  # gbrp12le
    0x10003347: "0:0:2 0:0:2 0:0:2",  # gbrp16le
    0x59455247: "0:0:1",  # gray
    0x20303159: "0:0:2",  # gray10le
    0x20323159: "0:0:2",  # gray12le
    0x20363159: "0:0:2",  # gray16le
    0x084c4150: "0:0:1 0:0:4:1024",  # pal8
    0x31384142: "0:0:1",  # bayer_bggr8
    0x47524247: "0:0:1",  # bayer_gbrg8
    0x47425247: "0:0:1",  # bayer_grbg8
    0x42474752: "0:0:1",  # bayer_rggb8
}

NO_PTS = -(1 << 63)
ENDED, RETIRED = 2, 3
_SHM_RDONLY, _IPC_STAT, _GETVAL, _FUTEX_WAIT = 0o10000, 2, 12, 0
_SYS_FUTEX = 202 if platform.machine() == "x86_64" else 98

_libc = ctypes.CDLL(None, use_errno=True)
_libc.shmat.restype = ctypes.c_void_p
_libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
_libc.shmdt.argtypes = [ctypes.c_void_p]
_libc.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]
_libc.shmctl.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
_libc.semctl.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
_libc.syscall.restype = ctypes.c_long


class RingError(Exception):
    """Something of that name is there, but it cannot be read."""


def _make_fence():
    # x86-64 does loads in order, and the interpreter does not move them: nothing to do. Elsewhere the fence of C11 is called.
    if platform.machine() == "x86_64":
        return lambda: None
    try:
        fence = ctypes.CDLL("libatomic.so.1").atomic_thread_fence
    except OSError:
        raise RingError("this processor needs a load fence; install libatomic (Debian: libatomic1)") from None
    acquire = 2
    return lambda: fence(acquire)


def key_of(name):
    """The System V key of a name: 32-bit FNV-1a of framering/1/NAME, never 0."""
    value = 2166136261
    for byte in b"framering/1/" + name.encode("ascii"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    value = value or 1
    return value - (1 << 32) if value >> 31 else value


def format_code(code):
    """The four characters without padding; a byte that cannot be printed as [n]."""
    text = ((code >> shift) & 255 for shift in (0, 8, 16, 24))
    return "".join(chr(b) if 32 <= b <= 126 else f"[{b}]" for b in text).rstrip(" ")


def shape(code, plane, x, y, width, height):
    """First row, first byte in the row, number of rows, bytes of a row: of a part of a plane."""
    w, h, size, *fixed = (int(n) for n in FORMATS[code].split(" ")[plane].split(":"))
    if fixed:
        return 0, 0, 1, fixed[0]
    return y >> h, (x >> w) * size, -(-height >> h), -(-width >> w) * size


Entry = namedtuple("Entry", "pid uid start generation segment lease semaphore readers token state")
_ENTRY = struct.Struct("<iIQQiiii16sI")
_HEADER = struct.Struct("<QII16sQQqIIqqqqqII")
_METADATA = struct.Struct("<QqiiqqqqIIIiiiiiii")


class Frame:
    """One frame: a private copy of its metadata, checked, and the place of its pixels."""

    def __init__(self, raw, slot, address):
        (self.sequence, self.pts, self.time_base_num, self.time_base_den, self.duration, self.capture_time, self.publish_time,
         self.wall_clock_offset, self.device_sequence, self.device_drops, self.code, self.plane_count, self.coded_width,
         self.coded_height, self.x, self.y, self.width, self.height) = _METADATA.unpack_from(raw)
        self.planes = [struct.unpack_from("<qi", raw, 96 + 16 * n) for n in range(4)]
        self.bytes_used, = struct.unpack_from("<q", raw, 160)
        self.slot = slot
        self._address = address

    def fits(self, slot_size):
        """Every row of every plane inside the slot?"""
        if not (1 <= self.coded_width <= 65536 and 1 <= self.coded_height <= 65536 and 1 <= self.plane_count <= 4
                and 0 <= self.bytes_used <= slot_size and self.x >= 0 and self.y >= 0 and self.width >= 1 and self.height >= 1
                and self.x + self.width <= self.coded_width and self.y + self.height <= self.coded_height):
            return False
        planes = self.planes[:self.plane_count]
        if self.code not in FORMATS:
            return all(0 <= offset < slot_size for offset, _ in planes)
        if len(FORMATS[self.code].split(" ")) != self.plane_count:
            return False
        for plane, (offset, stride) in enumerate(planes):
            _, _, rows, size = shape(self.code, plane, 0, 0, self.coded_width, self.coded_height)
            last = (rows - 1) * stride
            if not (0 <= offset < slot_size and abs(stride) >= size and offset + min(0, last) >= 0
                    and offset + max(0, last) + size <= slot_size):
                return False
        return True

    def rows(self):
        """The rows of the visible part, plane by plane: the pixels themselves, not a copy. Validate after the last use."""
        for plane in range(self.plane_count):
            offset, stride = self.planes[plane]
            row, column, count, size = shape(self.code, plane, self.x, self.y, self.width, self.height)
            for line in range(row, row + count):
                yield (ctypes.c_ubyte * size).from_address(self._address + offset + line * stride + column)


class _Segment:
    def __init__(self, address, header, offsets):
        self.address = address
        self.token, self.first, self.slot_count, self.index_count, self.slot_size = header
        self.descriptors, self.slots = offsets


class Reader:
    """One consumer of a ring. Maps it read-only."""

    def __init__(self, name, owner=None):
        """Attaches. LookupError: there is no such ring with a living producer; RingError: it cannot be read."""
        self._fence = _make_fence()
        self._owners = {0, os.geteuid(), owner}
        ident = _libc.shmget(key_of(name), 0, 0)
        self._directory, size = self._map(ident) if ident >= 0 else (None, 0)
        if self._directory is None:
            raise LookupError(name)
        self._segment = None
        try:
            magic = self._load64(self._directory) if size == 4096 else 1
            if magic not in (0, 0x315249444D415246):
                raise RingError("its System V key is taken by something else")
            if magic and self._load32(self._directory + 8) != 1:
                raise RingError("it has another layout version")
            if magic and ctypes.string_at(self._directory + 16, 64).split(b"\0")[0] != name.encode("ascii"):
                raise RingError("its System V key belongs to another ring")
            entry = self._read_entry() if magic else None
            if entry and entry.generation and self._lives(entry):
                self._segment = self._open(entry)
            if self._segment is None:
                raise LookupError(name)
            self._entry = entry
        except Exception:
            _libc.shmdt(self._directory)
            raise

    def close(self):
        _libc.shmdt(self._segment.address)
        _libc.shmdt(self._directory)

    # An aligned load of the processor, then the fence: together an acquire load.
    def _load64(self, address):
        value = ctypes.c_uint64.from_address(address).value
        self._fence()
        return value

    def _load32(self, address):
        value = ctypes.c_uint32.from_address(address).value
        self._fence()
        return value

    def _map(self, ident):
        address = _libc.shmat(ident, None, _SHM_RDONLY)
        if address == ctypes.c_void_p(-1).value:
            if ctypes.get_errno() == 13:
                raise RingError("you may not read it")
            return None, 0
        status = ctypes.create_string_buffer(112)
        known = _libc.shmctl(ident, _IPC_STAT, status) == 0
        creator, = struct.unpack_from("<I", status, 12)
        size, = struct.unpack_from("<Q", status, 48)
        if known and creator in self._owners:
            return address, size
        _libc.shmdt(address)
        if known:
            raise RingError(f"it was created by user {creator}, whom you do not trust")
        return None, 0

    def _read_entry(self):
        for _ in range(100):
            # G: version, then the fields, then the version again.
            before = self._load32(self._directory + 128)
            raw = ctypes.string_at(self._directory + 192, 128)
            self._fence()
            if before & 1 == 0 and self._load32(self._directory + 128) == before:
                return Entry(*_ENTRY.unpack_from(raw))
        return None

    def _open(self, entry):
        address, size = self._map(entry.segment)
        if address is None:
            return None
        # H: the magic before the rest.
        ours = size >= 4096 and self._load64(address) == 0x31474E4952454D41
        if ours:
            (_, version, header_size, token, _, first, _, slots, index, slot_size, cursor_at, index_at, descriptors_at, slots_at,
             descriptor_size, _) = _HEADER.unpack_from(ctypes.string_at(address, 4096))
            ours = token == entry.token
        if not ours:
            _libc.shmdt(address)
            return None
        # Every offset is computed from the limits; the header's own are only compared.
        sane = version == 1 and 1 <= slots <= 65535 and 4096 <= slot_size <= 1 << 34 and slot_size % 4096 == 0
        if sane:
            count = 1 << (2 * slots - 1).bit_length()
            descriptors = -(-(8192 + 8 * count) // 4096) * 4096
            pixels = -(-(descriptors + 256 * slots) // 4096) * 4096
            sane = ((index, cursor_at, index_at, descriptors_at, slots_at, descriptor_size, header_size)
                    == (count, 4096, 8192, descriptors, pixels, 256, 4096)
                    and pixels + slots * slot_size + 4096 <= size and 1 <= first < 1 << 48)
        if not sane:
            _libc.shmdt(address)
            raise RingError("it has another layout version" if version != 1 else "its header is not one that a producer writes")
        return _Segment(address, (token, first, slots, count, slot_size), (descriptors, pixels))

    @staticmethod
    def _lives(entry):
        value = _libc.semctl(entry.semaphore, 0, _GETVAL, None)
        if value >= 0:
            return value > 0
        try:
            with open(f"/proc/{entry.pid}/stat", "rb") as file:
                return int(file.read().rsplit(b")", 1)[1].split()[19]) == entry.start != 0
        except OSError:
            return False

    @property
    def head(self):
        return self._load64(self._segment.address + 4096)  # C

    def oldest(self):
        """The oldest frame that is still there; the head, or the first frame to come, if none is older."""
        head = self.head
        sequence = max(self._segment.first, head - self._segment.slot_count + 1)
        while sequence < head and not isinstance(self.read(sequence), Frame):
            sequence += 1
        return sequence

    def newest(self):
        return max(self._segment.first, self.head)

    def read(self, sequence):
        """Takes exactly one frame: a Frame, or 'not yet', or 'overwritten'. Never waits."""
        segment = self._segment
        if sequence < segment.first:
            return "overwritten"
        if sequence > self.head:
            return "not yet"
        word = self._load64(segment.address + 8192 + 8 * (sequence & (segment.index_count - 1)))  # B
        slot = word & 0xFFFF
        if word >> 16 != sequence:
            return "overwritten"
        if slot >= segment.slot_count:
            raise RingError("the ring holds something that a producer never writes")
        descriptor = segment.address + segment.descriptors + 256 * slot
        if self._load64(descriptor) != sequence << 1:  # A
            return "overwritten"
        raw = ctypes.string_at(descriptor + 8, 248)
        frame = Frame(raw, slot, segment.address + segment.slots + slot * segment.slot_size)
        if not self.validate(frame, sequence):
            return "overwritten"
        if frame.sequence != sequence or not frame.fits(segment.slot_size):
            raise RingError("the ring holds something that a producer never writes")
        return frame

    def validate(self, frame, sequence=None):
        """After the last use of the pixels: was it this frame all the time?"""
        self._fence()  # D: all loads of pixels are done before the stamp is loaded again
        stamp = self._load64(self._segment.address + self._segment.descriptors + 256 * frame.slot)
        return stamp == (frame.sequence if sequence is None else sequence) << 1

    def wait(self, sequence, poll=False):
        """Waits for that frame, or a later one if it is overwritten: a Frame, or 'ended', or 'writer died'."""
        gone = False
        while True:
            cursor = self._segment.address + 4096
            seen = self._load32(cursor + 8)  # E: the wake word first, then the look
            state = self._load32(cursor + 128)  # F: the state before the head
            result = self.read(sequence)
            if result == "overwritten":
                oldest, head = self.oldest(), self.head
                sequence = max(sequence + 1, oldest + max(0, head - oldest) // 4)
                continue
            if result != "not yet":
                return result
            if state == ENDED:
                return "ended"
            entry = self._read_entry() if state == RETIRED else None
            if entry and entry.token != self._segment.token:
                following = self._open(entry)
                if following:
                    _libc.shmdt(self._segment.address)
                    self._segment, self._entry = following, entry
                    continue
            if gone:
                return "writer died"
            if poll:
                time.sleep(0.001)
            else:
                slice_ = (ctypes.c_long * 2)(0, 50_000_000)
                _libc.syscall(ctypes.c_long(_SYS_FUTEX), ctypes.c_void_p(cursor + 8), ctypes.c_long(_FUTEX_WAIT),
                              ctypes.c_long(seen), slice_, None, ctypes.c_long(0))
            gone = not self._lives(self._entry)


def _attach(name, seconds, owner):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return Reader(name, owner)
        except LookupError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.02)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("ring")
    parser.add_argument("-n", type=int, default=-1, metavar="FRAMES", help="stop after that many frames")
    parser.add_argument("-w", type=float, default=10, metavar="SECONDS", help="wait so long for the ring (default 10)")
    parser.add_argument("-o", action="store_true", help="begin with the oldest frame")
    parser.add_argument("-p", action="store_true", help="poll once a millisecond instead of sleeping on the futex")
    parser.add_argument("-u", type=int, metavar="UID", help="also trust rings of that user")
    options = parser.parse_args()
    try:
        reader = _attach(options.ring, options.w, options.u)
    except LookupError:
        print(f"framering.py: ring '{options.ring}': there is none with a living producer", file=sys.stderr)
        return 3
    following = reader.oldest() if options.o else reader.newest()
    lost = torn = printed = 0
    try:
        while printed != options.n:
            frame = reader.wait(following, options.p)
            if not isinstance(frame, Frame):
                if frame == "writer died":
                    print("framering.py: the producer has died without ending the ring", file=sys.stderr)
                    return 4
                return 0
            lost += frame.sequence - following
            following = frame.sequence + 1
            if frame.code not in FORMATS:
                raise RingError(f"the pixel format {format_code(frame.code)} is not in the table")
            crc = 0
            for row in frame.rows():
                crc = zlib.crc32(row, crc)
            if not reader.validate(frame):
                torn += 1
                continue
            pts = "none" if frame.pts == NO_PTS else frame.pts
            print(frame.sequence, pts, frame.width, frame.height, format_code(frame.code), f"{crc:08x}", flush=True)
            printed += 1
        return 0
    finally:
        reader.close()
        if lost + torn:
            print(f"framering.py: {lost} frames lost, {torn} overwritten while in use", file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RingError as error:
        print(f"framering.py: {error}", file=sys.stderr)
        sys.exit(1)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)
