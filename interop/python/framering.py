#!/usr/bin/env python3
"""Reads frames of a FrameRing where they lie, with nothing but the standard library.

Built on docs/layout.md (layout version 1) and docs/protocol.md; the letters are the sync points there. As a program it prints one line
per frame: sequence, pts, visible width and height, FourCC, CRC-32 of the visible bytes.

    with framering.Reader.attach("video") as reader:
        while isinstance(frame := reader.wait(), framering.Frame):
            crc = 0
            for row in frame.rows():            # the pixels themselves, not a copy
                crc = zlib.crc32(row, crc)
            if frame.validate():                # after the last use: was it this frame all the time?
                print(frame.sequence, crc)
"""
import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # Until the program has its own handlers a signal ends it without Python's traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import argparse
import ctypes
import enum
import errno
import fcntl
import os
import platform
import re
import select
import stat
import struct
import sys
import threading
import time
import weakref
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
MAX_LEASES = 4
MIRRORING_LEFT_RIGHT = 1
_DIRECTORY_MAGIC, _SEGMENT_MAGIC, _LEASE_MAGIC = 0x315249444D415246, 0x31474E4952454D41, 0x315341454C4D4152
_VERSION, _MAX_SEQUENCE, _ENTRIES, _LOSSLESS = 1, (1 << 48) - 1, 64, 1
_LIVE, _ENDED, _RETIRED = 1, 2, 3
_SOURCE_FAILED = 4
_SLICE = 0.025  # a death is known within 100 ms

_SHM_RDONLY, _IPC_STAT, _IPC_NOWAIT, _SEM_UNDO, _GETPID, _GETVAL = 0o10000, 2, 0o4000, 0o10000, 11, 12
_FUTEX_WAIT, _FUTEX_WAKE, _PF_EXITING = 0, 1, 4
_IS_X86_64 = platform.machine() == "x86_64"
_SYS_FUTEX = 202 if _IS_X86_64 else 98
_GONE = (errno.EINVAL, errno.EIDRM, errno.ENOENT)

_libc = ctypes.CDLL(None, use_errno=True)
_libc.shmat.restype = ctypes.c_void_p
_libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
_libc.shmdt.argtypes = [ctypes.c_void_p]
_libc.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]
_libc.shmctl.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
_libc.semctl.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
_libc.semop.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
_libc.syscall.restype = ctypes.c_long


class RingError(Exception):
    """Something of that name is there, but it cannot be read, or not so."""


class AccessDenied(RingError):
    """The kernel refuses it. Just made, a ring may not yet have been given to its group."""


class _Gone(Exception):
    """An object has just gone: look again."""


class Status(enum.Enum):
    """What came of the wish for a frame, if there is none. All are part of normal life."""

    NOT_YET = "not yet"
    OVERWRITTEN = "overwritten"
    ENDED = "ended"
    WRITER_DIED = "writer died"
    CORRUPT = "corrupt"
    TIMED_OUT = "timed out"
    CANCELED = "canceled"
    EVICTED = "evicted"
    TOO_MANY_LEASES = "too many leases"


# ---- atomics ----

class _Atomics:
    """Loads, fences and exchanges. Python has none: a load by ctypes is one load of the processor, without an order.

    On x86-64 loads stay in order, and so do stores; only a store and a later load change places, which matters for leases alone. Everything
    else, and every fence of another processor, is a call of libatomic, whose functions are those of C11.
    """

    _ACQUIRE, _RELEASE, _SEQ_CST = 2, 3, 5

    def __init__(self, needs_full_fences):
        self._library = None
        if needs_full_fences or not _IS_X86_64:
            try:
                self._library = ctypes.CDLL("libatomic.so.1")
            except OSError:
                raise RingError("fences are needed here, and Python has none. Install libatomic (Debian: libatomic1).") from None
            self._exchange = self._function("__atomic_exchange_8", ctypes.c_uint64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int)
            self._compare = self._function("__atomic_compare_exchange_8", ctypes.c_bool, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint64,
                                           ctypes.c_int, ctypes.c_int)
            self._add = self._function("__atomic_fetch_add_4", ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int)
            self._store = self._function("__atomic_store_4", None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int)
            self._fence = self._function("atomic_thread_fence", None, ctypes.c_int)

    def _function(self, name, result, *arguments):
        function = getattr(self._library, name)
        function.restype, function.argtypes = result, arguments
        return function

    def fence(self):
        """The load fence: loads before it are done before those behind it."""
        if not _IS_X86_64:
            self._fence(self._ACQUIRE)

    # An aligned load of the processor, then the fence: together an acquire load.
    def load64(self, address):
        value = ctypes.c_uint64.from_address(address).value
        self.fence()
        return value

    def load32(self, address):
        value = ctypes.c_uint32.from_address(address).value
        self.fence()
        return value

    def store32(self, address, value):
        self._store(address, value, self._RELEASE)

    def announce(self, address, value):
        """I and J: a full fence between this store and the loads that follow."""
        self._exchange(address, value, self._SEQ_CST)
        self._fence(self._SEQ_CST)

    def clear(self, address, seen):
        """Lets go, unless the producer has cleared the word before."""
        self._compare(address, ctypes.byref(ctypes.c_uint64(seen)), 0, self._SEQ_CST, self._SEQ_CST)
        self._fence(self._SEQ_CST)

    def increment(self, address):
        self._add(address, 1, self._SEQ_CST)


# ---- names and pixel formats ----

def check_name(name):
    """A name of a ring, as it is. ValueError: it is none, and why."""
    if not re.fullmatch("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}", name):
        raise ValueError(f"'{name}' is no name for a ring; use 1 to 63 letters, digits, '.', '_' or '-', not beginning with '.' or '-'")
    return name


def key_of(name, part=None):
    """The System V key of a name: 32-bit FNV-1a of framering/1/NAME or framering/1/NAME/PART, never 0."""
    value = 2166136261
    for byte in b"framering/1/" + (name if part is None else f"{name}/{part}").encode():
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


# ---- the kernel ----

_Object = namedtuple("_Object", "key creator size")


def _stat_segment(ident):
    raw = ctypes.create_string_buffer(256)
    if _libc.shmctl(ident, _IPC_STAT, raw) != 0:
        return None
    key, _, _, creator = struct.unpack_from("<iIII", raw)
    return _Object(key, creator, struct.unpack_from("<Q", raw, 48)[0])


def _stat_set(ident):
    raw = ctypes.create_string_buffer(256)
    if _libc.semctl(ident, 0, _IPC_STAT, raw) != 0:
        return None
    key, _, _, creator = struct.unpack_from("<iIII", raw)
    return _Object(key, creator, struct.unpack_from("<Q", raw, 80 if _IS_X86_64 else 64)[0])


def _semop(ident, index, *changes):
    """One step: all operations or none."""
    steps = b"".join(struct.pack("<Hhh", index, change, _IPC_NOWAIT | (_SEM_UNDO if change else 0)) for change in changes)
    while True:
        if _libc.semop(ident, steps, len(changes)) == 0:
            return 0
        if ctypes.get_errno() != errno.EINTR:
            return ctypes.get_errno()


def _futex_wait(address, seen, seconds):
    """Whether the time ended the sleep."""
    # A shared one, found by the memory and not by the address: no FUTEX_PRIVATE_FLAG.
    limit = (ctypes.c_long * 2)(int(seconds), int(seconds % 1 * 1e9))
    result = _libc.syscall(ctypes.c_long(_SYS_FUTEX), ctypes.c_void_p(address), ctypes.c_long(_FUTEX_WAIT), ctypes.c_long(seen), limit, None,
                           ctypes.c_long(0))
    return result != 0 and ctypes.get_errno() == errno.ETIMEDOUT


def _futex_wake(address):
    _libc.syscall(ctypes.c_long(_SYS_FUTEX), ctypes.c_void_p(address), ctypes.c_long(_FUTEX_WAKE), ctypes.c_long(0x7FFFFFFF), None, None, ctypes.c_long(0))


_SHORTAGES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def _thread_state(path):
    """Whether a thread runs code of its own (it is no zombie and not exiting), and when it started. False and 0: it is gone, or not to be seen.

    OSError: this process is short of something, and nothing is known.
    """
    try:
        with open(f"{path}/stat", "rb") as file:
            # The command in brackets may hold anything. Behind it: state, 5 numbers, flags, 12 numbers, start time.
            fields = file.read().rsplit(b")", 1)[1].split()
        return fields[0] not in (b"Z", b"X", b"x") and int(fields[6]) & _PF_EXITING == 0, int(fields[19])
    except OSError as error:
        if error.errno in _SHORTAGES:
            raise
        return False, 0
    except (IndexError, ValueError):
        return False, 0


def _is_over(pid):
    """0 is a process that this PID namespace does not see; it may live."""
    try:
        os.kill(pid, 0) if pid > 0 else None
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def _process_lives(pid, start_time):
    """The process of that number, if it started then and any of its threads runs code of its own. As long as that cannot be told, it lives."""
    try:
        runs, started = _thread_state(f"/proc/{pid}")
        if started != start_time or started == 0:
            return False
        # The first thread can be over before the others.
        return runs or any(_thread_state(f"/proc/{pid}/task/{thread}")[0] for thread in os.listdir(f"/proc/{pid}/task"))
    except OSError as error:
        return error.errno in _SHORTAGES


class _Mapping:
    """An attached segment. It stays mapped until the last view of its bytes is gone: what is left over is never a fault."""

    def __init__(self, ident, flags=_SHM_RDONLY):
        address = _libc.shmat(ident, None, flags) if ident >= 0 else None
        if address is None or address == ctypes.c_void_p(-1).value:
            number = ctypes.get_errno()
            if ident < 0 or number in _GONE:
                raise _Gone
            if number == errno.EACCES:
                raise AccessDenied(f"the shared memory segment {ident} cannot be attached: permission denied. "
                                   "Who may read is said by --mode and --group of the producer.")
            raise RingError(f"the shared memory segment {ident} cannot be attached: {os.strerror(number)}")
        self.address = address
        # Asked while the mapping keeps the segment alive: before, the id could change hands.
        self.object = _stat_segment(ident) or _Object(0, None, 0)

    def __del__(self):
        if hasattr(self, "address"):
            _libc.shmdt(self.address)

    def view(self, offset, length):
        """A part as a read-only memoryview that keeps the mapping."""
        part = (ctypes.c_ubyte * length).from_address(self.address + offset)
        part.mapping = self
        return memoryview(part).cast("B").toreadonly()


def _check_creator(what, creator, page_creator):
    if creator != page_creator:
        raise RingError(f"its {what} was created by user {creator} and its page by user {page_creator}, but a ring has one user. Do not trust it.")


# ---- directory and segments ----

Entry = namedtuple("Entry", "pid uid start generation segment lease semaphore readers token state last lease_token")
_ENTRY = struct.Struct("<iIQQiiii16sI4xQ16s")
_HEADER = struct.Struct("<QII16sQQqIIqqqqqII")
_METADATA = struct.Struct("<QqiiqqqqIIIiiiiiii")
_NO_TOKEN = bytes(16)


def _text(raw):
    return bytes(raw).split(b"\0")[0].decode("ascii", "replace")


class _Directory:
    """The page of a name."""

    def __init__(self, name, owners, atomics):
        self.name, self._atomics = name, atomics
        self.ident = _libc.shmget(key_of(name), 0, 0)
        self._mapping = _Mapping(self.ident)
        self.creator, size = self._mapping.object.creator, self._mapping.object.size
        if self.creator not in owners:
            raise RingError(f"it was created by user {self.creator}, who is neither you nor root. If you trust that user, say so with --owner {self.creator}.")
        address = self._mapping.address
        magic = atomics.load64(address) if size == 4096 else None
        if magic == 0:
            raise _Gone
        if magic != _DIRECTORY_MAGIC:
            raise RingError(f"its System V key 0x{key_of(name) & 0xFFFFFFFF:08x} is taken by something that is not this ring")
        version = ctypes.c_uint32.from_address(address + 8).value
        if version != _VERSION:
            raise RingError(f"the ring has layout version {version}, this program knows version {_VERSION}")
        if _text(ctypes.string_at(address + 16, 64)) != name:
            raise RingError(f"its System V key 0x{key_of(name) & 0xFFFFFFFF:08x} belongs to another ring. Choose another name.")

    def read_entry(self):
        """None while the writer changes it, or if it died doing so."""
        address = self._mapping.address
        for _ in range(100):
            # G: version, then the fields, then the version again.
            before = self._atomics.load32(address + 128)
            raw = ctypes.string_at(address + 192, 128)
            self._atomics.fence()
            if before & 1 == 0 and self._atomics.load32(address + 128) == before:
                return Entry(*_ENTRY.unpack_from(raw))
        return None

    def semaphore_value(self, entry):
        """The semaphore that the entry names, if it is the ring's: 1 while the writer lives. None: it cannot be asked."""
        status = _stat_set(entry.semaphore)
        if status is None or status != (key_of(self.name), self.creator, 1):
            return None
        value = _libc.semctl(entry.semaphore, 0, _GETVAL, None)
        return value if value >= 0 else None

    def writer_lives(self, entry):
        # Somebody may have set it by hand: a value counts together with the last process that operated on it, which a writer that ends is too.
        value = self.semaphore_value(entry)
        last = _libc.semctl(entry.semaphore, 0, _GETPID, None) if value is not None else -1
        if value and not _is_over(last):
            return True
        if value == 0 and last == entry.pid:
            # Once more: a living writer may have taken its lock anew between the two looks.
            value = self.semaphore_value(entry)
            if value is not None:
                return value > 0
        return _process_lives(entry.pid, entry.start)


class _Segment:
    """One generation, mapped read-only. Every offset is computed from the limits; the header's own are only compared."""

    def __init__(self, directory, ident, token, generations, atomics):
        self.mapping, self._atomics = _Mapping(ident), atomics
        address, size = self.mapping.address, self.mapping.object.size
        # H: the magic before the rest. Then only the private copy counts.
        if size < 4096 or atomics.load64(address) != _SEGMENT_MAGIC:
            raise _Gone
        raw = ctypes.string_at(address, 4096)
        (_, version, header_size, found, self.generation, self.first, _, self.slot_count, self.index_count, self.slot_size, cursor_at, index_at,
         descriptors_at, slots_at, descriptor_size, _) = _HEADER.unpack_from(raw)
        if found != token:
            raise _Gone
        _check_creator("frame segment", self.mapping.object.creator, directory.creator)
        if version != _VERSION:
            raise RingError(f"its frame segment has layout version {version}, this program knows version {_VERSION}")
        count = 1 << (2 * self.slot_count - 1).bit_length() if self.slot_count else 0
        self.descriptors = -(-(8192 + 8 * count) // 4096) * 4096
        self.slots = -(-(self.descriptors + 256 * self.slot_count) // 4096) * 4096
        if not (1 <= self.slot_count <= 65535 and 4096 <= self.slot_size <= 1 << 34 and self.slot_size % 4096 == 0
                and (self.index_count, cursor_at, index_at, descriptors_at, slots_at, descriptor_size, header_size)
                == (count, 4096, 8192, self.descriptors, self.slots, 256, 4096)
                and self.slots + self.slot_count * self.slot_size + 4096 <= size and 1 <= self.first <= _MAX_SEQUENCE
                and self.generation in generations and _text(raw[136:200]) == directory.name):
            raise RingError("the header of its frame segment is not one that its producer writes. "
                            "Remove the ring with 'ringctl rm' and start the producer again.")
        self.token = token
        self.cursor = address + 4096
        self.wake_word = self.cursor + 8

    @property
    def state(self):
        return self._atomics.load32(self.cursor + 128)

    @property
    def source_state(self):
        return ctypes.c_uint32.from_address(self.cursor + 152).value

    @property
    def next(self):
        """Id and token of the generation that follows; to be read after the state was seen to be Retired."""
        return struct.unpack("<i16s", ctypes.string_at(self.cursor + 132, 20))

    def try_head(self):
        """C. None: no producer ever writes that."""
        head = self._atomics.load64(self.cursor)
        return head if self.first - 1 <= head <= _MAX_SEQUENCE else None

    @property
    def head(self):
        head = self.try_head()
        return self.first - 1 if head is None else head

    def _slot_of(self, sequence):
        word = self._atomics.load64(self.mapping.address + 8192 + 8 * (sequence & (self.index_count - 1)))  # B
        return word & 0xFFFF if word >> 16 == sequence else None

    def stamp(self, slot):
        return self._atomics.load64(self.mapping.address + self.descriptors + 256 * slot)

    def still_ready(self, slot, sequence):
        # D: all loads of pixels and metadata are done before the stamp is loaded again. A stamp of the sequence and 1 is the frame too:
        # the producer only looks whether it may have the slot.
        self._atomics.fence()
        return self.stamp(slot) >> 1 == sequence

    def is_there(self, sequence, exactly=False):
        slot = self._slot_of(sequence)
        if slot is None or slot >= self.slot_count:
            return False
        stamp = self.stamp(slot)
        return stamp == sequence << 1 if exactly else stamp >> 1 == sequence

    def oldest(self, head):
        """The oldest frame that is still there; the head, or the first frame to come, if none is older."""
        sequence = max(self.first, head - self.slot_count + 1, 1)
        while sequence < head and not self.is_there(sequence):
            sequence += 1
        return sequence

    def oldest_lasting(self, head):
        """Where a newcomer begins: the producer takes the slots of the oldest frames next, unless it has empty ones."""
        oldest = self.oldest(head)
        margin = 0 if self.state == _ENDED else min(4, self.slot_count // 8 * 2)
        for slot in range(self.slot_count if margin else 0):
            margin -= 2 if self.stamp(slot) == 0 else 0
        return max(oldest, min(oldest + max(0, margin), head))

    def read(self, sequence):
        """Exactly one frame: a Frame, NOT_YET, OVERWRITTEN or CORRUPT. Never waits."""
        if sequence < self.first:
            return Status.OVERWRITTEN
        if sequence > self.head:
            return Status.NOT_YET
        slot = self._slot_of(sequence)
        if slot is None:
            return Status.OVERWRITTEN
        if slot >= self.slot_count:
            return Status.CORRUPT
        if self.stamp(slot) >> 1 != sequence:  # A
            return Status.OVERWRITTEN
        raw = ctypes.string_at(self.mapping.address + self.descriptors + 256 * slot + 8, 248)
        if not self.still_ready(slot, sequence):
            return Status.OVERWRITTEN
        frame = Frame(raw, self, slot)
        return frame if frame.sequence == sequence and frame.fits(self.slot_size) else Status.CORRUPT


class Frame:
    """One frame: a private copy of its metadata, checked, and its pixels where they lie.

    The memory behind it stays mapped as long as the frame or a view of its pixels is kept, but the producer may use the slot again at any
    time. So: use the pixels, call validate(), and throw away what was computed unless it says True. Of a pixel format that is not in
    FORMATS only the bytes of the slot are known; to ask for rows is a RingError.

    To show a picture, exchange left and right of its visible part if mirroring is MIRRORING_LEFT_RIGHT, and then turn it clockwise by rotation:

    mirroring   rotation  EXIF  stored first row, first column are shown
    none        0         1     at the top, on the left
    left-right  0         2     at the top, on the right
    none        180       3     at the bottom, on the right
    left-right  180       4     at the bottom, on the left
    left-right  270       5     on the left, at the top
    none        90        6     on the right, at the top
    left-right  90        7     on the right, at the bottom
    none        270       8     on the left, at the bottom

    Any other value of either counts as 0.
    """

    def __init__(self, raw, segment, slot):
        (self.sequence, self.pts, self.time_base_num, self.time_base_den, self.duration, self.capture_time, self.publish_time,
         self.wall_clock_offset, self.device_sequence, self.device_drops, self.code, self.plane_count, self.coded_width,
         self.coded_height, self.x, self.y, self.width, self.height) = _METADATA.unpack_from(raw)
        self.planes = [struct.unpack_from("<qi", raw, 96 + 16 * n) for n in range(4)]
        self.bytes_used, = struct.unpack_from("<q", raw, 160)
        self.flags, self.rotation = struct.unpack_from("<Ih", raw, 184)
        self.mirroring = raw[199]
        self.raw_metadata = raw
        self.slot = slot
        self.lost = 0
        self._segment = segment

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

    def visible(self, plane):
        """The visible part of a plane in slot(): offset of its first byte, bytes from row to row, number of rows, bytes of a row."""
        if self.code not in FORMATS:
            raise RingError(f"the pixel format {format_code(self.code)} is not in the table of this program")
        if not 0 <= plane < self.plane_count:
            raise ValueError(f"there is no plane {plane}; the frame has {self.plane_count}")
        offset, stride = self.planes[plane]
        row, column, count, size = shape(self.code, plane, self.x, self.y, self.width, self.height)
        return offset + row * stride + column, stride, count, size

    def slot_bytes(self):
        """The bytes of the frame's slot: a read-only memoryview of the pixels themselves, not a copy."""
        return self._segment.mapping.view(self._segment.slots + self.slot * self._segment.slot_size, self._segment.slot_size)

    def rows(self):
        """The rows of the visible part, plane by plane, as memoryviews of the pixels themselves."""
        pixels = self.slot_bytes()
        for plane in range(self.plane_count):
            offset, stride, count, size = self.visible(plane)
            for row in range(count):
                yield pixels[offset + row * stride:offset + row * stride + size]

    def validate(self):
        """After the last use of the pixels: was it this frame all the time?"""
        return self._segment.still_ready(self.slot, self.sequence)


# ---- leases and lossless delivery ----

class _Table:
    """The lease segment, mapped read-write."""

    def __init__(self, directory, entry, is_lossless, atomics):
        if entry.lease < 0:
            raise RingError("the ring offers no leases. Start its producer with --leases, or with --delivery lossless.")
        # Before, so that nothing of a stranger's is mapped for writing, and when the id cannot change hands any more.
        status = _stat_segment(entry.lease)
        if status is None:
            raise _Gone if ctypes.get_errno() in _GONE else _refused_entry()
        _check_creator("lease segment", status.creator, directory.creator)
        try:
            self.mapping = _Mapping(entry.lease, 0)
        except AccessDenied:
            raise _refused_entry() from None
        self.address, self.token, self.atomics = self.mapping.address, entry.lease_token, atomics
        if self.mapping.object.size < 4096 + 128 * _ENTRIES or atomics.load64(self.address) != _LEASE_MAGIC:  # H
            raise _Gone
        _, version, _, token, count, size, pins = struct.unpack_from("<QII16sIII", ctypes.string_at(self.address, 64))
        if token != entry.lease_token:
            raise _Gone
        _check_creator("lease segment", self.mapping.object.creator, directory.creator)
        if version != _VERSION:
            raise RingError(f"its lease segment has layout version {version}, this program knows version {_VERSION}")
        if (count, size, pins, _text(ctypes.string_at(self.address + 64, 64))) != (_ENTRIES, 128, MAX_LEASES, directory.name):
            raise RingError("the header of its lease segment is not one that its producer writes")
        if is_lossless:
            self.require_lossless()
        status = _stat_set(entry.readers)
        if status is None:
            raise _Gone if ctypes.get_errno() in _GONE else _refused_entry()
        if (status.key, status.size) != (key_of(directory.name, "readers"), _ENTRIES):
            raise RingError("the semaphores of its readers are not ones that its producer makes")
        _check_creator("set of semaphores", status.creator, directory.creator)
        self.semaphores = entry.readers

    def require_lossless(self):
        if ctypes.c_uint32.from_address(self.address + 128).value != _LOSSLESS:
            raise RingError("it is a live ring, whose producer waits for nobody. Start its producer with --delivery lossless.")

    def wake_writer(self):
        # J: what was let go, with a full fence behind it, and then the look whether a claim waits. K: then the word on which it sleeps.
        if self.atomics.load32(self.address + 132) != 0:
            self.atomics.increment(self.address + 256)
            _futex_wake(self.address + 256)


def _refused_entry():
    return AccessDenied("only the ring's own user, and its group if that may read the ring, may take leases, whatever else its mode allows. "
                        "Give the ring to a group of this user (--group at the producer), or read without leases.")


class _Place:
    """A semaphore of the readers'. It goes back when nobody keeps the place any more, and by itself if this process dies."""

    _taken = {}  # (set, index) to the mark of the one in this process that has it, or tries to have it

    def __init__(self, semaphores):
        self._mark = []  # the index, once it is known
        self._end = weakref.finalize(self, _Place._give_back, semaphores, self._mark, os.getpid())
        self._claim(semaphores)

    @property
    def index(self):
        return self._mark[0]

    def close(self):
        self._end()

    def _claim(self, semaphores):
        place = None
        try:
            for index in range(_ENTRIES):
                place = (semaphores, index)
                if self._taken.setdefault(place, self._mark) is not self._mark:
                    continue
                number = _semop(semaphores, index, 0, 1)
                if number == 0:
                    self._mark.append(index)
                    return
                del self._taken[place]
                if number in _GONE:
                    raise _Gone
                if number != errno.EAGAIN:
                    raise _refused_entry()
        except BaseException:
            if self._taken.get(place) is self._mark:
                # An interrupt came between the call and the note of it. Only the kernel knows who has the semaphore; nobody else here has tried.
                if _libc.semctl(*place, _GETVAL, None) == 1 and _libc.semctl(*place, _GETPID, None) == os.getpid():
                    _semop(*place, -1)
                del self._taken[place]
            raise
        raise RingError(f"all {_ENTRIES} entries are taken by living readers. Stop one of them, or read without leases.")

    @staticmethod
    def _give_back(semaphores, mark, process):
        # What a process inherits by fork() is its parent's.
        if os.getpid() == process and mark and _Place._taken.get((semaphores, mark[0])) is mark:
            _semop(semaphores, mark[0], -1)
            del _Place._taken[(semaphores, mark[0])]


class _Holder:
    """This reader's entry in the lease segment. Its words are cleared when nobody keeps it any more."""

    def __init__(self, table, old):
        self.table, self._atomics = table, table.atomics
        # The semaphore of an entry in another table goes over if the semaphores are the same; until then it is of both.
        self.place = old.place if old is not None and old.table.semaphores == table.semaphores else _Place(table.semaphores)
        self.address = table.address + 4096 + 128 * self.place.index
        self.cursor, self.pins = self.address + 8, [self.address + 16 + 8 * n for n in range(MAX_LEASES)]
        self.process = os.getpid()
        # It keeps the place, so that nobody else has it before the words are cleared, in whatever order objects are collected.
        self._end = weakref.finalize(self, _forget_all, table, (self.cursor, *self.pins), self.process, self.place)
        # The epoch first: what is found in the words then has another tag.
        self.epoch = (self._atomics.load32(self.address) + 1) & 0xFFFFFFFF or 1
        self._atomics.store32(self.address, self.epoch)
        ctypes.c_int32.from_address(self.address + 48).value = self.process
        # What a dead holder had kept is free now, and a claim may wait for it.
        _forget_all(table, (self.cursor, *self.pins), self.process)

    @property
    def is_evicted(self):
        return self._atomics.load32(self.address + 4) == self.epoch

    def tagged(self, sequence):
        return (self.epoch & 0xFFFF) << 48 | sequence

    def move_cursor(self, sequence):
        """The first frame that must be kept. A full fence: what is read afterwards is read later."""
        self._atomics.announce(self.cursor, self.tagged(sequence))
        self.table.wake_writer()

    def pin(self, index, sequence):
        self._atomics.announce(self.pins[index], self.tagged(sequence))

    def unpin(self, index, sequence):
        self._atomics.clear(self.pins[index], self.tagged(sequence))
        self.table.wake_writer()

    def give_up(self, successor=None):
        self._end()
        if successor is None or successor.place is not self.place:
            self.place.close()
        self.table.wake_writer()


def _forget_all(table, words, process, _=None):
    if os.getpid() == process:
        for word in words:
            seen = table.atomics.load64(word)
            if seen:
                table.atomics.clear(word, seen)
        table.wake_writer()


class Lease:
    """A frame that the producer leaves alone until close(), or until it takes it back: then validate() says False.

    One that nobody keeps any more is closed; the frame alone keeps nothing.
    """

    def __init__(self, reader, holder, pin, frame):
        self.frame = frame
        self._end = weakref.finalize(self, Lease._let_go, holder, pin, frame.sequence, reader._pins)

    def validate(self):
        return self.frame.validate()

    def close(self):
        self._end()

    @staticmethod
    def _let_go(holder, pin, sequence, pins):
        if os.getpid() == holder.process:
            holder.unpin(pin, sequence)
            pins.discard(pin)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# ---- waiting ----

class _WakeUpWatch:
    """Whether the wake-ups come. Every process that may read a ring can take the sleepers of its word away (FUTEX_REQUEUE needs no write
    permission). A reader that notices it sleeps in short slices for a while, so that it is late by one of them at most.
    """

    # Nanoseconds. Who also wakes the sleepers, only too late, is found by the age of the frame.
    _LATE_AFTER, _OLDEST_AGE = 2_000_000, 1_000_000_000
    _FRAMES_UNTIL_TRUST, _EMPTY_SLICES_UNTIL_TRUST, _SHORT_SLICE = 16, 1000, 0.001

    def __init__(self):
        self.late = self._frames_left = self._empty_slices = 0
        self._has_slept = self._is_slice_over = False

    @property
    def is_wary(self):
        return self._frames_left > 0

    @property
    def slice(self):
        return self._SHORT_SLICE if self.is_wary else _SLICE

    def begin(self):
        """A wait begins: a frame that has come since the last one was slept for by nobody."""
        self._has_slept = False

    def note_sleep(self, is_slice_over):
        # After a second without a frame nothing is gained by short slices.
        self._empty_slices += self.is_wary and is_slice_over
        if self._empty_slices >= self._EMPTY_SLICES_UNTIL_TRUST:
            self._frames_left = self._empty_slices = 0
        self._has_slept, self._is_slice_over = True, is_slice_over

    def note_frame(self, publish_time):
        if not self._has_slept:
            return
        # It was published during the sleep, and yet the sleep lasted until its end; or the frame is old. An age of a second and more is that
        # of another time namespace's clock.
        self._has_slept, self._empty_slices = False, 0
        if self._is_slice_over or self._LATE_AFTER < time.monotonic_ns() - publish_time < self._OLDEST_AGE:
            self.late += 1
            self._frames_left = self._FRAMES_UNTIL_TRUST
        elif self._frames_left > 0:
            self._frames_left -= 1


# ---- the reader ----

class Reader:
    """One consumer of a ring. Maps its frames read-only. For one thread at a time."""

    @classmethod
    def attach(cls, name, wait=10.0, stop=None, **options):
        """Waits for a ring of that name; see __init__ for the options. LookupError: there is none with a living producer.

        stop: asked now and then; if it says True, the wait is over by InterruptedError.
        """
        deadline = time.monotonic() + wait
        refusals = 0
        while True:
            try:
                return cls(name, **options)
            except LookupError:
                if time.monotonic() >= deadline:
                    raise
            except AccessDenied:
                # A producer gives its ring to the group one call after it has made it. A refusal that stays is one.
                refusals += 1
                if refusals > 4 or time.monotonic() >= deadline:
                    raise
            if stop is not None and stop():
                raise InterruptedError(errno.EINTR, "the wait for the ring was stopped")
            # A name that does not exist has no futex to sleep on.
            time.sleep(min(_SLICE, max(0, deadline - time.monotonic())))

    def __init__(self, name, owners=(), start="newest", latest=False, lossless=False, leases=False, poll=False):
        """Looks once. owners: users trusted besides root and this one. start: newest, oldest, next or a sequence.

        LookupError: no such ring with a living producer. RingError: it cannot be read, or does not offer what was asked for. ValueError: an
        argument makes no sense.
        """
        if lossless and latest:
            raise ValueError("a lossless reader reads every frame, and the latest passes frames over")
        if start not in ("newest", "oldest", "next") and not (isinstance(start, int) and 0 <= start <= _MAX_SEQUENCE):
            raise ValueError(f"{start!r} is no place to start; use newest, oldest, next or a sequence up to {_MAX_SEQUENCE}")
        self.name = check_name(name)
        self.lost = self.generation_changes = self.writer_changes = 0
        self.canceled = False  # set by a signal handler: ends a wait, and every later one
        self._owners = {0, os.geteuid(), *owners}
        self._latest, self._lossless, self._leases, self._poll = latest, lossless, leases, poll
        self._atomics = _Atomics(lossless or leases)
        self._watch = _WakeUpWatch()
        self._directory = self._segment = self._holder = None
        self._pins = set()
        self._over = None
        self._looked_for_writer = 0.0
        try:
            found = self._find()
            if found is None:
                raise _Gone
            self._directory, self._entry, self._segment = found
            self._holder = self._holder_for(self._directory, self._entry)
            if lossless:
                self._join(start or 1)
            else:
                self._next = self._first_wanted(start or 1)
            self.generation_changes = self.writer_changes = 0
        except _Gone:
            raise LookupError(name) from None
        except BaseException:
            # Refused or interrupted: nobody else would give the entry back.
            self.close()
            raise

    def close(self):
        """Gives the entry back, as the last one does who forgets the reader. The memory goes with the last frame, lease and view of pixels that is kept."""
        holder = self._holder
        self._holder = self._segment = self._directory = None
        if holder is not None:
            holder.give_up()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def head(self):
        return self._opened().head

    @property
    def next(self):
        """The frame that comes next."""
        return self._next

    @property
    def generation(self):
        return self._opened().generation

    @property
    def source_failed(self):
        """Whether the producer has ended because its camera or connection failed."""
        return self._opened().source_state == _SOURCE_FAILED

    @property
    def late_wake_ups(self):
        """Frames that were there for too long before a sleeper looked: somebody takes the wake-ups away, or the machine is busy."""
        return self._watch.late

    def read(self, sequence):
        """Exactly one frame of the present generation: a Frame or a Status. Never waits."""
        return self._opened().read(sequence)

    def lease(self, frame):
        """Keeps the producer from using the frame's slot again: a Lease, or OVERWRITTEN, EVICTED, TOO_MANY_LEASES.

        OVERWRITTEN: too late; so it is also for a frame of a generation that this reader has left, and of another reader.
        """
        segment, holder = self._opened(), self._holder
        if not self._leases:
            raise ValueError("this reader was attached without leases")
        if self._lossless and holder.is_evicted:
            return Status.EVICTED
        if frame._segment is not segment:
            return Status.OVERWRITTEN
        free = {*range(MAX_LEASES)} - self._pins
        if not free:
            return Status.TOO_MANY_LEASES
        pin = min(free)
        lease = Lease(self, holder, pin, frame)
        try:
            self._pins.add(pin)
            holder.pin(pin, frame.sequence)
            # I: announced with a full fence, then the look. Exactly the stamp of the frame: the producer sees the pin before it uses the slot.
            if segment.stamp(frame.slot) == frame.sequence << 1:
                return lease
        except BaseException:
            lease.close()
            raise
        lease.close()
        return Status.OVERWRITTEN

    def wait(self, timeout=None):
        """Waits for the next frame, so many seconds; None: for ever. A Frame, or ENDED, WRITER_DIED, TIMED_OUT, CANCELED, EVICTED or CORRUPT.

        After an end or a death a further call waits for a producer that takes up the name, and goes on with it.
        """
        self._opened()
        # A reader that is always behind never waits, so it would not hear of it there.
        if self.canceled:
            return Status.CANCELED
        deadline = float("inf") if timeout is None else time.monotonic() + timeout
        if self._over is not None:
            status = self._wait_for_successor(deadline)
            if status is not None:
                return status
        if self._lossless:
            self._holder.move_cursor(self._next)  # the frame handed out before is done with
        self._watch.begin()
        while True:
            segment = self._segment
            seen = self._atomics.load32(segment.wake_word)  # E: the wake word first, then the look
            result = self._read_next()
            if result is not Status.NOT_YET:
                if isinstance(result, Frame):
                    self._watch.note_frame(result.publish_time)
                return result
            state = segment.state  # F: the state, then the head again
            if state in (_ENDED, _RETIRED):
                result = self._read_next()
                if result is not Status.NOT_YET:
                    return result
                if state == _ENDED:
                    return self._set_over(Status.ENDED)
                before = self._holder
                if self._move():
                    self._join_unless_known(before)
                    continue
                end = self._look_for_end()
                if end is not None:
                    return self._set_over(end)
            if self.canceled:
                return Status.CANCELED
            left = deadline - time.monotonic()
            # Who polls or sleeps in short slices asks for the writer too, as often as who waits.
            is_look_due = left > 0 and not self._poll and not self._watch.is_wary
            if left > 0 and self._poll:
                time.sleep(min(0.001, left))
            elif left > 0:
                self._watch.note_sleep(_futex_wait(segment.wake_word, seen, min(self._watch.slice, left)))
            if is_look_due or time.monotonic() - self._looked_for_writer >= _SLICE:
                self._looked_for_writer = time.monotonic()
                if self._writer_is_gone():
                    # It may have published, ended or moved on between our look and its death.
                    state = self._segment.state
                    result = self._read_next()
                    if result is not Status.NOT_YET:
                        return result
                    if state not in (_ENDED, _RETIRED):
                        return self._set_over(Status.WRITER_DIED)
            if left <= 0:
                return Status.TIMED_OUT

    def _opened(self):
        if self._segment is None:
            raise RingError("this reader is closed")
        if self._holder is not None and self._holder.process != os.getpid():
            raise RingError("its entry in the ring belongs to the process that this one was forked from. Attach a reader of its own.")
        return self._segment

    # Directory, entry and segment of a ring with a living producer; None if there is none.
    def _find(self):
        try:
            directory = _Directory(self.name, self._owners, self._atomics)
        except _Gone:
            return None
        tried = None
        # A ring that changes its generation just now is named anew by the entry.
        for _ in range(16):
            entry = directory.read_entry()
            if entry is None or entry.generation == 0 or entry.token == tried or not directory.writer_lives(entry):
                return None
            tried = entry.token
            try:
                return directory, entry, _Segment(directory, entry.segment, entry.token, (entry.generation,), self._atomics)
            except _Gone:
                continue
        return None

    # The entry that goes with a directory: the present one if its table is still the ring's, else a new one.
    def _holder_for(self, directory, entry):
        if not (self._lossless or self._leases):
            return None
        present = self._holder
        if present is None or present.table.token != entry.lease_token:
            return _Holder(_Table(directory, entry, self._lossless, self._atomics), present)
        if self._lossless:
            # A producer that takes the table over need not offer what the one before it did.
            present.table.require_lossless()
        return present

    def _first_wanted(self, start):
        segment, head = self._segment, self._segment.head
        if start == "newest":
            return max(segment.first, head)
        if start == "next":
            return head + 1
        oldest = segment.oldest(head)
        if start != "oldest" and start >= oldest:
            return start
        return oldest if self._lossless else segment.oldest_lasting(head)  # a lossless reader keeps the oldest itself

    def _read_next(self):
        segment, head = self._segment, self._segment.try_head()
        if head is None:
            return Status.CORRUPT
        wanted, lost = max(self._next, head) if self._latest else self._next, 0
        # A producer that is faster than this loop would keep it for ever.
        for _ in range(64):
            if self._lossless and self._holder.is_evicted:
                return Status.EVICTED
            result = segment.read(wanted)
            if result is Status.NOT_YET:
                break
            if result is not Status.OVERWRITTEN:
                # One that is damaged is so for good: the next call goes on behind it.
                self.lost += lost + (result is Status.CORRUPT)
                self._next = wanted + 1
                if isinstance(result, Frame):
                    result.lost = lost
                return result
            # Go on where there is some room before the producer, not at its heels, or the next one is lost too.
            head = segment.head
            oldest = segment.oldest(head)
            resume = max(wanted + 1, head if self._latest else oldest + max(0, head - oldest) // 4)
            if not self._latest:
                lost += resume - wanted
            wanted = resume
        if lost and wanted > self._next:
            self._next = wanted
            self.lost += lost
        return Status.NOT_YET

    def _is_of_writer(self, entry):
        return (entry.pid, entry.start) == (self._entry.pid, self._entry.start)

    # Goes over to what a directory says, all at once and last of all: a refusal changes nothing and is repeated by the next call.
    # False: the lease segment is gone already.
    def _follow(self, entry, segment=None, directory=None):
        try:
            holder = self._holder_for(directory or self._directory, entry)
        except _Gone:
            return False
        if directory is not None:
            self._directory = directory
        if segment is not None:
            self._segment = segment
            self.generation_changes += 1
        if holder is not self._holder:
            # Leases in the old one are honoured by nobody any more, and the stamps tell.
            if self._holder is not None:
                self._holder.give_up(holder)
            self._holder = holder
        self.writer_changes += not (self._is_of_writer(entry) and entry.lease_token == self._entry.lease_token)
        self._entry = entry
        return True

    # This generation is over and read to its end: goes on in the next. False: none can be attached.
    def _move(self):
        present, directory = self._segment, self._directory
        entry = directory.read_entry()
        if entry is None or entry.token == present.token:
            return False
        # The next one in the line, which the producer keeps for lossless readers. For others it may be gone, and the newest is next.
        ident, token = present.next
        candidates = [(entry.segment, entry.token, (entry.generation,))]
        if token != _NO_TOKEN:
            candidates.insert(0, (ident, token, range(present.generation + 1, entry.generation + 1)))
        for ident, token, generations in candidates:
            try:
                return self._follow(entry, _Segment(directory, ident, token, generations, self._atomics))
            except _Gone:
                continue
        return False

    # Without loss: announces the cursor and then looks. Every frame up to the head must be there, not only the first: the producer may
    # have passed an older one over and taken a younger one.
    def _join(self, start):
        while True:
            segment = self._segment
            self._next = self._first_wanted(start)
            while True:
                self._holder.move_cursor(self._next)
                missing = next((s for s in range(self._next, segment.head + 1) if not segment.is_there(s, exactly=True)), None)
                if missing is None:
                    break
                self._next = missing + 1
            # I once more: cursor, full fence, state. Not retired: the producer sees the cursor also when it looks for what it may
            # overwrite in the next generation. Retired: frames there may have gone unseen, so the place to join is further on.
            if segment.state != _RETIRED or not any(self._move() for _ in range(16)):
                return

    def _join_anew(self):
        wanted = self._next
        self._join(wanted)
        self.lost += self._next - wanted

    # With an entry that is new to this reader: nobody has waited for it until now.
    def _join_unless_known(self, before):
        if self._lossless and self._holder is not before:
            self._join_anew()

    # The semaphore alone does not tell: a successor that starts quickly takes up the same one. Another process in the entry means that ours
    # is dead. If that one goes on in this very segment, so does the reader; the same process with another token only changes generation.
    def _writer_is_gone(self):
        entry = self._directory.read_entry()
        if entry is not None and not self._is_of_writer(entry):
            if entry.token != self._segment.token:
                return True
            before = self._holder
            self._follow(entry)
            self._join_unless_known(before)
        return not self._directory.writer_lives(self._entry)

    # This generation is retired and read, and none that follows can be attached: its writer is between two generations (None), or has
    # ended or died, and the kernel has freed what nobody was attached to.
    def _look_for_end(self):
        entry = self._directory.read_entry()
        if entry is not None and entry.state == _ENDED:
            if self._next <= entry.last <= _MAX_SEQUENCE:
                self.lost += entry.last - self._next + 1  # its frames went with it
                self._next = entry.last + 1
            return Status.ENDED
        is_gone = not self._directory.writer_lives(self._entry) if entry is None else self._writer_is_gone()
        return Status.WRITER_DIED if is_gone else None

    def _set_over(self, status):
        self._over = status
        self._when_over = (self._segment.state, self._segment.head)
        return status

    # After an end or a death: waits until a producer has taken up the name (None). The old segment stays mapped until then.
    def _wait_for_successor(self, deadline):
        refusals = 0
        while True:
            # A successor in this very segment may come, publish and end between two looks at the directory.
            if self._over is Status.WRITER_DIED and (self._segment.state, self._segment.head) != self._when_over:
                self._over = None
                return None
            try:
                found = self._find()
                if found is not None:
                    if self._go_on(*found):
                        self._over = None
                        return None
                elif self._over is Status.WRITER_DIED and self._has_ended_unseen():
                    return self._set_over(Status.ENDED)
            except AccessDenied:
                # As at the first attach.
                refusals += 1
                if refusals > 4 or time.monotonic() >= deadline:
                    raise
            if self.canceled:
                return Status.CANCELED
            left = deadline - time.monotonic()
            if left <= 0:
                return self._over
            time.sleep(min(_SLICE, left))

    def _go_on(self, directory, entry, segment):
        before = self._holder
        if entry.token == self._segment.token:
            # The same as before, or a successor that goes on in the segment that this reader has kept alive.
            if self._is_of_writer(entry) or not self._follow(entry):
                return False
            self._join_unless_known(before)
            return True
        is_same_line = directory.ident == self._directory.ident
        if not self._follow(entry, segment, directory):
            return False
        # Numbers go on after a death and begin anew after a clean end.
        self._over = None
        self._next = max(self._next, segment.first) if is_same_line else self._first_wanted("oldest")
        if self._lossless and not is_same_line:
            self.lost += self._next - 1  # of a line that began without this reader
        if self._lossless:
            self._join_anew()
        return True

    # The same in another segment, which is gone with it. This reader still has the page, and there stands how it ended.
    def _has_ended_unseen(self):
        entry = self._directory.read_entry()
        return (entry is not None and entry.state == _ENDED and not self._directory.semaphore_value(entry)
                and self._look_for_end() is Status.ENDED)


# ---- the program ----

_DONE, _FAILURE, _USAGE, _NO_RING, _WRITER_DIED, _TIMED_OUT, _FRAMES_LOST = range(7)  # README.md


class _Failure(Exception):
    """The end of the program, with a sentence for people."""

    def __init__(self, sentence, code=_FAILURE):
        super().__init__(sentence)
        self.code = code


class _Stopped(Exception):
    """The user wants to end."""


def _printable(text):
    """What was typed, or a name, on one line and without what steers a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


class _Descriptor:
    """A stream that the process was given, written without a wait: whoever waits in write(2) hears no signal until somebody reads."""

    _MSG_DONTWAIT, _MSG_NOSIGNAL = 0x40, 0x4000

    def __init__(self, number):
        self._number = number
        mode = os.fstat(number).st_mode
        self._is_socket = stat.S_ISSOCK(mode)
        # What fits if poll(2) finds room: into a pipe PIPE_BUF; the room of a terminal is counted in buffers of 256 bytes.
        self._part = 4096 if stat.S_ISFIFO(mode) else 128 if os.isatty(number) else None
        if stat.S_ISFIFO(mode):
            # A description of our own, so that it can be non-blocking without others noticing who share the pipe.
            try:
                self._number = os.open(f"/proc/self/fd/{number}", os.O_WRONLY | os.O_NONBLOCK)
                self._part = None
            except OSError:
                pass

    def wait(self, milliseconds):
        """Whether there is room, or nobody can read any more."""
        room = select.poll()
        room.register(self._number, select.POLLOUT)
        return bool(room.poll(milliseconds))

    def write(self, data):
        """How many bytes were written; 0: there is no room now."""
        if self._part is not None and not self.wait(0):
            return 0
        try:
            if not self._is_socket:
                return os.write(self._number, data[:self._part])
            sent = _libc.send(self._number, data, len(data), self._MSG_DONTWAIT | self._MSG_NOSIGNAL)
            if sent < 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
            return sent
        except (BlockingIOError, InterruptedError):
            return 0


class _ErrorStream:
    """Standard error. What cannot be written is lost: the exit code has to tell then."""

    descriptor, is_stuck = None, False

    @classmethod
    def write(cls, data):
        try:
            cls.descriptor = cls.descriptor or _Descriptor(2)
            looks = 0
            while data:
                written = cls.descriptor.write(data)
                data = data[written:]
                if written:
                    cls.is_stuck = False
                elif cls.is_stuck or looks == 10:
                    # Nobody has read for a second; from now on nothing is waited for until somebody does.
                    cls.is_stuck = True
                    return
                else:
                    looks += 1
                    cls.descriptor.wait(100)
        except OSError:
            pass


def _tell(sentence):
    if sys.__stderr__ is not None:
        _ErrorStream.write((_printable(sentence) + "\n").encode(errors="backslashreplace"))


class _Output:
    """Standard output by write(2). A wait for somebody who does not read ends when the user wants to end."""

    def __init__(self, is_stopped=lambda: False):
        try:
            # Python has nothing there if the process was started without one; the number may belong to something else by now.
            is_writable = sys.__stdout__ is not None and fcntl.fcntl(1, fcntl.F_GETFL) & (os.O_WRONLY | os.O_RDWR) != 0
        except OSError:
            is_writable = False
        if not is_writable:
            raise _Failure("Cannot write standard output: it is closed. Send it to a file or a program, or to /dev/null.")
        self._is_stopped = is_stopped
        self._descriptor = _Descriptor(1)

    def write(self, text):
        """BrokenPipeError: nobody reads any more, which is an end."""
        data = text.encode(errors="backslashreplace")
        while data:
            try:
                written = self._descriptor.write(data)
            except BrokenPipeError:
                raise
            except OSError as error:
                raise _Failure(f"Cannot write standard output: {os.strerror(error.errno)}. Send it to another place.") from None
            data = data[written:]
            if not written:
                self._descriptor.wait(100)
                if self._is_stopped():
                    raise _Stopped


class _StopSignals:
    """SIGINT, SIGTERM and SIGHUP, unless they were ignored when the process began. The first asks for a clean end.

    Others often follow at once, of the same wish: timeout(1) sends two, a terminal that closes SIGHUP after SIGTERM. So only a second SIGINT
    that a person can have typed, or any signal more than a second later, ends the process at once, by the signal.
    """

    _FASTEST_SECOND_PRESS, _SAME_WISH = 0.2, 1.0

    def __init__(self, wish):
        self._wish, self._asked, self._interrupts = wish, None, 0
        self._before = {}
        if threading.current_thread() is not threading.main_thread():
            return  # Python lets no other thread take signals
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            before = signal.getsignal(number)
            if before is not signal.SIG_IGN:
                self._before[number] = before
                signal.signal(number, self._take)

    def give_back(self, ends_process):
        """The work is over. At its end the interpreter sets them to their default, and one more would turn a clean end into a death."""
        for number, before in self._before.items():
            signal.signal(number, signal.SIG_IGN if ends_process or before is None else before)

    def _take(self, number, _):
        self._interrupts += number == signal.SIGINT
        if self._asked is None:
            self._asked = time.monotonic()
            self._wish()
            return
        since = time.monotonic() - self._asked
        if since > self._SAME_WISH or (number == signal.SIGINT and self._interrupts > 1 and since > self._FASTEST_SECOND_PRESS):
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            os._exit(128 + number)  # the kernel does not let the first process of a container die so


class Program:
    """Prints a line per frame: what describe() says. For programs that do something else with a frame."""

    def __init__(self, options, name="framering.py"):
        self.options, self.name = options, name
        self.printed = self.overwritten = 0
        self.reader = None
        self.is_stopped = False
        self.output = None

    def describe(self, frame):
        """The line of a frame. It is thrown away if the frame was overwritten meanwhile."""
        crc = 0
        for row in frame.rows():
            crc = zlib.crc32(row, crc)
        pts = "none" if frame.pts == NO_PTS else frame.pts
        return f"{frame.sequence} {pts} {frame.width} {frame.height} {format_code(frame.code)} {crc:08x}"

    def say(self, what):
        _tell(f"{self.name}: ring '{self.options.ring}': {what}")

    def stop(self):
        self.is_stopped = True
        if self.reader is not None:
            self.reader.canceled = True

    def run(self):
        options = self.options
        self.output = _Output(lambda: self.is_stopped)
        try:
            self.reader = Reader.attach(options.ring, options.wait, lambda: self.is_stopped, owners=options.owner, start=options.start,
                                        latest=options.policy == "latest", lossless=options.lossless, leases=options.lease, poll=options.poll)
            if self.is_stopped:
                self.reader.canceled = True
        except LookupError:
            self.say("there is none with a living producer")
            return _NO_RING
        except InterruptedError:
            return _DONE
        try:
            code = self.read_all()
        except (BrokenPipeError, _Stopped):
            # Nobody reads any more: an end, not an error.
            code = _DONE
        finally:
            lost = self.reader.lost
            self.reader.close()
            if lost + self.overwritten:
                _tell(f"{self.name}: {lost} frames lost, {self.overwritten} overwritten while in use")
        return _FRAMES_LOST if code == _DONE and (options.strict or options.lossless) and lost + self.overwritten else code

    def read_all(self):
        options, reader = self.options, self.reader
        patience = None  # while it follows: when the whole of --timeout is over, however many producers come and go meanwhile
        while self.printed != options.frames:
            result = reader.wait(options.timeout if patience is None else max(0.0, patience - time.monotonic()) if options.timeout is not None else None)
            is_over = result in (Status.ENDED, Status.WRITER_DIED)
            if isinstance(result, Frame):
                patience = None
                self.use(result)
            elif is_over and options.follow and patience is None:
                self.say("the producer has ended; waiting for the next one" if result is Status.ENDED else "the producer has died; waiting for the next one")
                patience = time.monotonic() + (options.timeout if options.timeout is not None else float("inf"))
            elif result is Status.TIMED_OUT or (is_over and options.follow and time.monotonic() >= patience):
                self.say("no frame came in the time given")
                return _TIMED_OUT
            elif result is Status.CANCELED:
                return _DONE
            elif is_over and options.follow:
                continue
            elif result is Status.ENDED:
                if reader.source_failed:
                    self.say("the producer has ended because its source failed")
                return _WRITER_DIED if reader.source_failed else _DONE
            elif result is Status.WRITER_DIED:
                self.say("the producer has died without ending the ring")
                return _WRITER_DIED
            elif result is Status.EVICTED:
                self.say("the producer waits for this reader no more, because it was too slow; frames are lost. Give the producer a longer --reader-timeout.")
                return _FRAMES_LOST
            else:
                raise RingError("it holds something that a producer never writes")
        return _DONE

    def use(self, frame):
        """Uses one frame, leased or not, and prints its line unless it was overwritten meanwhile."""
        lease = self.reader.lease(frame) if self.options.lease else None
        if isinstance(lease, Status):
            self.overwritten += 1
            return
        line = self.describe(frame)
        is_whole = frame.validate()
        if lease is not None:
            lease.close()
        if is_whole:
            self.output.write(line + "\n")
            self.printed += 1
        else:
            self.overwritten += 1


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise _Failure(f"{message}. See '{self.prog} --help'.", _USAGE)

    def print_help(self, file=None):
        try:
            _Output().write(self.format_help())
        except BrokenPipeError:
            pass


def _whole(text, least, most):
    if not re.fullmatch("[0-9]{1,30}", text) or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from {least} to {most}")
    return int(text)


def _count(text):
    return _whole(text, 1, (1 << 63) - 1)


def _user(text):
    return _whole(text, 0, (1 << 32) - 1)


def _seconds(text):
    if not re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", text) or float(text) > 3_155_760_000:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of seconds, at most 100 years")
    return float(text)


def _start(text):
    if text.lower() in ("newest", "oldest", "next"):
        return text.lower()
    if re.fullmatch("[0-9]{1,30}", text) and int(text) <= _MAX_SEQUENCE:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is no place to start; use newest, oldest, next or a sequence up to {_MAX_SEQUENCE}")


def _ring(text):
    try:
        return check_name(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser(description, start):
    parser = _Parser(description=description, allow_abbrev=False)
    parser.add_argument("ring", type=_ring)
    parser.add_argument("-n", "--frames", type=_count, metavar="N", help="stop after that many frames")
    parser.add_argument("-w", "--wait", type=_seconds, default=10.0, metavar="SECONDS", help="wait so long for the ring (default 10)")
    parser.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="give up when no frame comes for so long (default: never)")
    parser.add_argument("--start", type=_start, default=start, metavar="WHERE", help=f"newest, oldest, next or a sequence (default {start})")
    parser.add_argument("-o", dest="start", action="store_const", const="oldest", help="the same as --start oldest")
    parser.add_argument("--policy", choices=("every", "latest"), default="every", help="every (default): all frames in order; latest: always the newest")
    parser.add_argument("--follow", action="store_true", help="when the producer has ended or died, wait for the next one of that name")
    parser.add_argument("--lossless", action="store_true", help="have the producer wait for this reader; it must run with --delivery lossless")
    parser.add_argument("--lease", action="store_true", help="keep a frame's slot while the frame is worked on; it must run with --leases")
    parser.add_argument("-u", "--owner", type=_user, action="append", default=[], metavar="UID", help="also trust rings of that user; may be given more than once")
    parser.add_argument("--strict", action="store_true", help="end with code 6 if a frame was lost or overwritten while in use")
    parser.add_argument("-p", "--poll", action="store_true", help="look once a millisecond instead of sleeping on the futex")
    return parser


def main(program_type=Program, description="Reads frames of a FrameRing where they lie, with nothing but the standard library.", start="newest",
         ends_process=False):
    """Runs a program with the options of all readers: every error is one sentence on standard error, and the result the exit code.

    ends_process: the caller ends the process with the result, and stop signals change nothing any more. Else they are handled afterwards as before.
    """
    parser = _parser(description, start)
    program, is_asked = None, False

    def stop():
        nonlocal is_asked
        is_asked = True
        if program is not None:
            program.stop()

    signals = _StopSignals(stop)
    try:
        options = parser.parse_args()
        if options.lossless and options.policy == "latest":
            parser.error("--lossless gets every frame, --policy latest passes frames over")
        program = program_type(options, parser.prog)
        if is_asked:
            program.stop()
        return program.run()
    except RingError as error:
        program.say(error)
    except _Failure as failure:
        _tell(f"{parser.prog}: error: {failure}")
        return failure.code
    except Exception as error:
        if os.environ.get("FRAMERING_DEBUG", "0") not in ("", "0"):
            raise
        _tell(f"{parser.prog}: error: {type(error).__name__}: {error}. This is a fault of the program; set FRAMERING_DEBUG=1 to see where, and report it.")
    finally:
        signals.give_back(ends_process)
    return _FAILURE


if __name__ == "__main__":
    sys.exit(main(ends_process=True))
