/* FrameRing for C and C++: layout version 1, as docs/layout.md has it, and a reader, as docs/protocol.md has it. One header, to be
 * included wherever it is needed; no library besides libc. C11 or C++17, with GCC or Clang, on 64-bit little-endian Linux. The letters at
 * the loads and stores are the sync points of docs/protocol.md. A reader is used by one thread at a time. */
#ifndef FRAMERING_H
#define FRAMERING_H

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

/* System V objects and futexes are asked for by their system calls. So it makes no difference which macros like _GNU_SOURCE are set, and
 * in which order headers are included: strict C11 hides the functions of libc, and <sys/ipc.h> warns. */
#ifdef __cplusplus
extern "C"
#endif
long fr_syscall(long number, ...) __asm__("syscall"); /* libc's, by a name that no header declares again */

/* ---- layout ---- */

#define FR_DIRECTORY_MAGIC UINT64_C(0x315249444d415246)
#define FR_SEGMENT_MAGIC UINT64_C(0x31474e4952454d41)
#define FR_LEASE_MAGIC UINT64_C(0x315341454c4d4152)
#define FR_LAYOUT_VERSION 1u
#define FR_NO_PTS INT64_MIN
#define FR_MAX_SEQUENCE ((UINT64_C(1) << 48) - 1)
#define FR_MAX_NAME 63
#define FR_MAX_PLANES 4
#define FR_MAX_LEASES 4
#define FR_LEASE_ENTRIES 64

enum { FR_STATE_PREPARING = 0, FR_STATE_LIVE = 1, FR_STATE_ENDED = 2, FR_STATE_RETIRED = 3 };
enum { FR_SOURCE_FAILED = 4 };
enum { FR_DELIVERY_LOSSLESS = 1 };
enum { FR_MIRRORING_NONE = 0, FR_MIRRORING_LEFT_RIGHT = 1 };

typedef struct { uint64_t low, high; } fr_token;
typedef struct { int32_t numerator, denominator; } fr_rational;
typedef struct { int32_t x, y, width, height; } fr_crop;
typedef struct { int64_t offset; int32_t stride; uint32_t reserved; } fr_plane;

typedef struct {
    int32_t writer_pid; uint32_t writer_uid; uint64_t writer_start_time; uint64_t generation;
    int32_t frame_segment_id, lease_segment_id, writer_semaphore_id, reader_semaphore_id;
    fr_token token; uint32_t state; uint8_t reserved0[4]; uint64_t last_sequence; fr_token lease_token; uint8_t reserved1[40];
} fr_entry;

typedef struct {
    uint64_t magic; uint32_t layout_version, size_of_page; char name[64]; uint8_t reserved0[48];
    uint32_t entry_version, wake_word; uint8_t reserved1[56];
    fr_entry entry; uint8_t reserved2[192]; uint64_t reserved_sequence; uint8_t reserved3[3576];
} fr_directory;

typedef struct {
    uint64_t magic; uint32_t layout_version, size_of_header; fr_token token; uint64_t generation, first_sequence;
    int64_t segment_size; uint32_t slot_count, index_count; int64_t slot_size, cursor_offset, index_offset, descriptor_offset, slot_offset;
    uint32_t size_of_descriptor, page_tier; int64_t creation_time; int32_t writer_pid; uint32_t writer_uid; uint64_t writer_start_time;
    char name[64], source_name[128]; uint8_t reserved[3768];
} fr_header;

typedef struct {
    uint64_t head; uint32_t wake_word; uint8_t reserved0[116]; uint32_t state; int32_t next_segment_id; fr_token next_token;
    uint32_t source_state, is_filled_by_device; uint8_t reserved1[96]; uint64_t counters[16]; uint8_t reserved2[3712];
} fr_cursor;

/* To show a picture, exchange left and right of its visible part if mirroring is FR_MIRRORING_LEFT_RIGHT, and then turn it clockwise by rotation:
 *
 *   mirroring  rotation  EXIF   stored first row, first column are shown
 *   none       0         1      at the top, on the left
 *   left-right 0         2      at the top, on the right
 *   none       180       3      at the bottom, on the right
 *   left-right 180       4      at the bottom, on the left
 *   left-right 270       5      on the left, at the top
 *   none       90        6      on the right, at the top
 *   left-right 90        7      on the right, at the bottom
 *   none       270       8      on the left, at the bottom
 *
 * Any other value of either counts as 0. */
typedef struct {
    uint64_t sequence; int64_t pts; fr_rational time_base; int64_t duration, capture_time, publish_time, wall_clock_offset;
    uint32_t device_sequence, device_drop_count, format; int32_t plane_count, coded_width, coded_height; fr_crop crop;
    fr_plane planes[FR_MAX_PLANES]; int64_t bytes_used; fr_rational sample_aspect_ratio, frame_rate; uint32_t flags; int16_t rotation;
    uint8_t interlacing, path, primaries, transfer, matrix, range, chroma_location, capture_clock, capture_instant, mirroring, reserved[16], user_data[32];
} fr_metadata;

typedef struct { uint64_t stamp; fr_metadata metadata; } fr_descriptor;

typedef struct {
    uint64_t magic; uint32_t layout_version, size_of_header; fr_token token; uint32_t entry_count, size_of_entry, pin_count; uint8_t reserved0[20];
    char name[64]; uint32_t delivery, waiting_claims; uint8_t reserved1[120]; uint32_t release_word; uint8_t reserved2[3836];
} fr_lease_header;

typedef struct {
    uint32_t epoch, evicted; uint64_t cursor, pins[FR_MAX_LEASES]; int32_t holder_pid; uint8_t reserved[76];
} fr_lease_entry;

static_assert(sizeof(fr_entry) == 128 && offsetof(fr_entry, token) == 40 && offsetof(fr_entry, state) == 56
    && offsetof(fr_entry, last_sequence) == 64 && offsetof(fr_entry, lease_token) == 72, "directory entry");
static_assert(sizeof(fr_directory) == 4096 && offsetof(fr_directory, entry_version) == 128 && offsetof(fr_directory, entry) == 192
    && offsetof(fr_directory, reserved_sequence) == 512, "directory page");
static_assert(sizeof(fr_header) == 4096 && offsetof(fr_header, slot_count) == 56 && offsetof(fr_header, slot_offset) == 96
    && offsetof(fr_header, name) == 136, "segment header");
static_assert(sizeof(fr_cursor) == 4096 && offsetof(fr_cursor, wake_word) == 8 && offsetof(fr_cursor, state) == 128
    && offsetof(fr_cursor, next_segment_id) == 132 && offsetof(fr_cursor, next_token) == 136 && offsetof(fr_cursor, source_state) == 152
    && offsetof(fr_cursor, counters) == 256, "cursor block");
static_assert(sizeof(fr_metadata) == 248 && offsetof(fr_metadata, format) == 64 && offsetof(fr_metadata, planes) == 96
    && offsetof(fr_metadata, bytes_used) == 160 && offsetof(fr_metadata, rotation) == 188 && offsetof(fr_metadata, mirroring) == 199
    && offsetof(fr_metadata, user_data) == 216, "metadata");
static_assert(sizeof(fr_descriptor) == 256 && offsetof(fr_descriptor, metadata) == 8, "descriptor");
static_assert(sizeof(fr_lease_header) == 4096 && offsetof(fr_lease_header, name) == 64 && offsetof(fr_lease_header, delivery) == 128
    && offsetof(fr_lease_header, release_word) == 256, "lease header");
static_assert(sizeof(fr_lease_entry) == 128 && offsetof(fr_lease_entry, cursor) == 8 && offsetof(fr_lease_entry, pins) == 16
    && offsetof(fr_lease_entry, holder_pid) == 48, "lease entry");
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && sizeof(void *) == 8, "64-bit little-endian machines only");

/* ---- pixel formats: w:h:b or w:h:b:fixed for each plane ---- */

typedef struct { uint32_t code; const char *planes; } fr_format;

static const fr_format fr_formats[] = {
    { 0x32315559, "0:0:1 1:1:1 1:1:1" }, /* yuv420p */
    { 0x36315559, "0:0:1 1:0:1 1:0:1" }, /* yuv422p */
    { 0x34325559, "0:0:1 0:0:1 0:0:1" }, /* yuv444p */
    { 0x31315559, "0:0:1 2:0:1 2:0:1" }, /* yuv411p */
    { 0x39565559, "0:0:1 2:2:1 2:2:1" }, /* yuv410p */
    { 0x50303434, "0:0:1 0:1:1 0:1:1" }, /* yuv440p */
    { 0x090b3359, "0:0:2 1:1:2 1:1:2" }, /* yuv420p9le */
    { 0x090a3359, "0:0:2 1:0:2 1:0:2" }, /* yuv422p9le */
    { 0x09003359, "0:0:2 0:0:2 0:0:2" }, /* yuv444p9le */
    { 0x30313053, "0:0:2 1:1:2 1:1:2" }, /* yuv420p10le */
    { 0x30313253, "0:0:2 1:0:2 1:0:2" }, /* yuv422p10le */
    { 0x30313453, "0:0:2 0:0:2 0:0:2" }, /* yuv444p10le */
    { 0x32313053, "0:0:2 1:1:2 1:1:2" }, /* yuv420p12le */
    { 0x32313253, "0:0:2 1:0:2 1:0:2" }, /* yuv422p12le */
    { 0x32313453, "0:0:2 0:0:2 0:0:2" }, /* yuv444p12le */
    { 0x36313053, "0:0:2 1:1:2 1:1:2" }, /* yuv420p16le */
    { 0x36313253, "0:0:2 1:0:2 1:0:2" }, /* yuv422p16le */
    { 0x36313453, "0:0:2 0:0:2 0:0:2" }, /* yuv444p16le */
    { 0x080b3459, "0:0:1 1:1:1 1:1:1 0:0:1" }, /* yuva420p */
    { 0x080a3459, "0:0:1 1:0:1 1:0:1 0:0:1" }, /* yuva422p */
    { 0x08003459, "0:0:1 0:0:1 0:0:1 0:0:1" }, /* yuva444p */
    { 0x0a003459, "0:0:2 0:0:2 0:0:2 0:0:2" }, /* yuva444p10le */
    { 0x3231564e, "0:0:1 1:1:2" }, /* nv12 */
    { 0x3132564e, "0:0:1 1:1:2" }, /* nv21 */
    { 0x3631564e, "0:0:1 1:0:2" }, /* nv16 */
    { 0x3432564e, "0:0:1 0:0:2" }, /* nv24 */
    { 0x3234564e, "0:0:1 0:0:2" }, /* nv42 */
    { 0x30313050, "0:0:2 1:1:4" }, /* p010le */
    { 0x36313050, "0:0:2 1:1:4" }, /* p016le */
    { 0x30313250, "0:0:2 1:0:4" }, /* p210le */
    { 0x30313450, "0:0:2 0:0:4" }, /* p410le */
    { 0x56595559, "1:0:4" }, /* yuyv422 */
    { 0x59565955, "1:0:4" }, /* uyvy422 */
    { 0x55595659, "1:0:4" }, /* yvyu422 */
    { 0x30313259, "1:0:8" }, /* y210le */
    { 0x33424752, "0:0:3" }, /* rgb24 */
    { 0x33524742, "0:0:3" }, /* bgr24 */
    { 0x34324241, "0:0:4" }, /* rgba */
    { 0x34325241, "0:0:4" }, /* bgra */
    { 0x34324152, "0:0:4" }, /* abgr */
    { 0x34324142, "0:0:4" }, /* argb */
    { 0x34324258, "0:0:4" }, /* rgb0 */
    { 0x34325258, "0:0:4" }, /* bgr0 */
    { 0x34325852, "0:0:4" }, /* 0bgr */
    { 0x34325842, "0:0:4" }, /* 0rgb */
    { 0x36314752, "0:0:2" }, /* rgb565le */
    { 0x35315258, "0:0:2" }, /* rgb555le */
    { 0x30335258, "0:0:4" }, /* x2rgb10le */
    { 0x30424752, "0:0:6" }, /* rgb48le */
    { 0x40414252, "0:0:8" }, /* rgba64le */
    { 0x08003347, "0:0:1 0:0:1 0:0:1" }, /* gbrp */
    { 0x08003447, "0:0:1 0:0:1 0:0:1 0:0:1" }, /* gbrap */
    { 0x0a003347, "0:0:2 0:0:2 0:0:2" }, /* gbrp10le */
    { 0x0c003347, "0:0:2 0:0:2 0:0:2" }, /* gbrp12le */
    { 0x10003347, "0:0:2 0:0:2 0:0:2" }, /* gbrp16le */
    { 0x59455247, "0:0:1" }, /* gray */
    { 0x20303159, "0:0:2" }, /* gray10le */
    { 0x20323159, "0:0:2" }, /* gray12le */
    { 0x20363159, "0:0:2" }, /* gray16le */
    { 0x084c4150, "0:0:1 0:0:4:1024" }, /* pal8 */
    { 0x31384142, "0:0:1" }, /* bayer_bggr8 */
    { 0x47524247, "0:0:1" }, /* bayer_gbrg8 */
    { 0x47425247, "0:0:1" }, /* bayer_grbg8 */
    { 0x42474752, "0:0:1" }, /* bayer_rggb8 */
};

static inline const fr_format *fr_find_format(uint32_t code)
{
    for (size_t i = 0; i < sizeof fr_formats / sizeof *fr_formats; i++)
        if (fr_formats[i].code == code)
            return &fr_formats[i];
    return NULL;
}

/* Where the rows of a part of a plane lie: first row, first byte in the row, number of rows, bytes of a row. False: no such plane. */
static inline bool fr_shape(const fr_format *format, int plane, fr_crop part, int64_t *row, int64_t *column, int64_t *rows, int64_t *bytes)
{
    const char *text = format->planes;
    while (plane-- > 0 && text != NULL)
        if ((text = strchr(text, ' ')) != NULL)
            text++;
    int w, h, b, fixed = 0;
    if (text == NULL || sscanf(text, "%d:%d:%d:%d", &w, &h, &b, &fixed) < 3)
        return false;
    *row = fixed ? 0 : part.y >> h;
    *column = fixed ? 0 : (int64_t)(part.x >> w) * b;
    *rows = fixed ? 1 : (part.height + (INT64_C(1) << h) - 1) >> h;
    *bytes = fixed ? fixed : ((part.width + (INT64_C(1) << w) - 1) >> w) * b;
    return true;
}

/* ---- what a reader is asked for, and what it answers ---- */

typedef enum {
    FR_OK = 0,
    FR_NOT_YET = 1,         /* the frame, or what was looked for, is not there */
    FR_OVERWRITTEN = 2,     /* the reader came, or worked, too late: the frame, or its whole generation, is gone */
    FR_ENDED = 3,           /* the producer has ended cleanly, and everything was read */
    FR_WRITER_DIED = 4,     /* the same after its death */
    FR_CORRUPT = 6,         /* shared memory holds something that a producer never writes */
    FR_TIMED_OUT = 7,
    FR_CANCELED = 8,        /* *stop is not 0 */
    FR_REVOKED = 9,         /* the producer has taken the lease back */
    FR_EVICTED = 10,        /* the producer waits for this reader no more */
    FR_TOO_MANY_LEASES = 11,
    FR_NO_RING = 12,        /* no ring of that name with a living producer */
    FR_REFUSED = 13         /* there is something, but it cannot be read, or not so: the reader's error says why */
} fr_status;

typedef enum { FR_START_NEWEST, FR_START_OLDEST, FR_START_NEXT, FR_START_SEQUENCE } fr_start;

/* All zeros but the name: the newest frame, then each one, asleep between them, rings of root and of this user. */
typedef struct {
    const char *name;
    const uint32_t *owners;             /* users whose rings are trusted besides root's and one's own */
    size_t owner_count;
    fr_start start;
    uint64_t start_sequence;            /* for FR_START_SEQUENCE: up to FR_MAX_SEQUENCE; 0 counts as 1 */
    bool latest;                        /* pass over to the newest frame each time */
    bool lossless;                      /* the producer waits for this reader */
    bool leases;                        /* fr_lease_frame will be called */
    bool poll;                          /* look once a millisecond instead of sleeping on the futex */
    const volatile sig_atomic_t *stop;  /* not 0 ends a wait, and no other one begins; NULL: nothing does */
} fr_options;

/* One generation of a ring, mapped read-only. */
typedef struct {
    const uint8_t *base;                /* NULL: none */
    int leases;                         /* how many lie in it; it stays mapped for them */
    fr_token token;
    uint64_t generation, first_sequence;
    uint32_t slot_count, index_count;
    int64_t descriptor_offset, slot_offset, slot_size;
} fr_segment;

/* This reader's entry in the lease segment, which is mapped read-write. */
typedef struct {
    uint8_t *base;                      /* NULL: none */
    fr_token token;
    int semaphores, entry;
    uint32_t epoch;
} fr_holder;

/* A directory that was found, and where it leads. */
typedef struct { const fr_directory *page; int id; uint32_t creator; fr_entry entry; } fr_place;

/* Whether wake-ups come: whoever may read a ring can take its sleepers away (FUTEX_REQUEUE). A reader that was late for a frame sleeps in
 * short slices for a while. */
typedef struct { bool has_slept, is_slice_over; int frames_left, empty_slices; } fr_watch;

typedef struct {
    fr_options options;
    char error[256];                    /* why FR_REFUSED */
    bool is_denied;                     /* it was for want of permission */
    fr_place place;
    fr_segment segments[FR_MAX_LEASES + 2];
    fr_segment *segment;                /* the one being read */
    fr_holder holder;
    unsigned pins;                      /* a bit for each lease that is out */
    uint64_t next;                      /* the frame that comes next */
    fr_status over;                     /* FR_ENDED or FR_WRITER_DIED once that was told; FR_OK before */
    uint32_t over_state; uint64_t over_head;
    int64_t looked_for_writer;
    fr_watch watch;
    uint64_t lost, generation_changes, writer_changes;
} fr_reader;

/* A frame where it lies: metadata are a private copy, checked against the slot; pixels are the ring's own, and can change until
 * fr_validate has said otherwise. Valid until the next call on its reader that moves on. */
typedef struct { fr_metadata metadata; const uint8_t *pixels; fr_segment *segment; fr_token token; uint32_t slot; uint64_t lost; } fr_frame;

typedef struct { fr_frame frame; fr_token table; uint64_t word; int pin; } fr_lease;

/* ---- atomics: GCC's and Clang's, which are those of C11 for plain types, and known to C++ as well ---- */

static inline uint64_t fr_acquire64(const uint64_t *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static inline uint32_t fr_acquire32(const uint32_t *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }

/* I and J: a full fence between this store and the loads that follow. On arm64 the exchange alone may be one swpal. */
static inline void fr_announce(uint64_t *word, uint64_t value)
{
    __atomic_exchange_n(word, value, __ATOMIC_SEQ_CST);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* Lets go, unless the producer has cleared the word before. */
static inline void fr_clear(uint64_t *word, uint64_t seen)
{
    __atomic_compare_exchange_n(word, &seen, 0, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/* ---- the kernel ---- */

enum {
    FR_SHM_RDONLY = 010000, FR_IPC_STAT = 2, FR_GETPID = 11, FR_GETVAL = 12, FR_IPC_NOWAIT = 04000, FR_SEM_UNDO = 010000, FR_FUTEX_WAIT = 0, FR_FUTEX_WAKE = 1,
    FR_CLOCK_MONOTONIC = 1, FR_SLICE = 25000000, FR_POLL = 1000000, FR_LATE = 2000000, FR_OLDEST_AGE = 1000000000, FR_PF_EXITING = 4, FR_TRIES = 100, FR_ROUNDS = 64, FR_LOOKS = 16, FR_REFUSALS = 4
};

/* struct shmid_ds and semid_ds, as the kernel fills them. */
typedef struct { int32_t key; uint32_t uid, gid, creator, creator_group, mode; uint64_t rest[14]; } fr_object;

static inline uint64_t fr_segment_bytes(const fr_object *object) { return object->rest[3]; }

static inline uint64_t fr_semaphore_count(const fr_object *object)
{
#ifdef __x86_64__
    return object->rest[7];
#else
    return object->rest[5];
#endif
}

static inline int64_t fr_now(void)
{
    struct timespec time;
    fr_syscall(SYS_clock_gettime, (long)FR_CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static inline struct timespec fr_time(int64_t nanoseconds)
{
    struct timespec time;
    time.tv_sec = nanoseconds / 1000000000;
    time.tv_nsec = nanoseconds % 1000000000;
    return time;
}

static inline void fr_sleep(int64_t nanoseconds)
{
    struct timespec time = fr_time(nanoseconds);
    fr_syscall(SYS_nanosleep, &time, NULL);
}

/* Shared futexes, found by the memory and not by the address: no FUTEX_PRIVATE_FLAG. True: the time is over. */
static inline bool fr_futex_wait(const uint32_t *word, uint32_t seen, int64_t nanoseconds)
{
    struct timespec time = fr_time(nanoseconds);
    return fr_syscall(SYS_futex, word, (long)FR_FUTEX_WAIT, seen, &time, NULL, 0L) != 0 && errno == ETIMEDOUT;
}

static inline void fr_futex_wake(const uint32_t *word) { fr_syscall(SYS_futex, word, (long)FR_FUTEX_WAKE, (long)INT_MAX, NULL, NULL, 0L); }

/* One step: all operations or none. */
static inline bool fr_semop(int set, int index, int first, int second)
{
    struct { uint16_t index; int16_t change, flags; } steps[2] = { { 0, 0, FR_IPC_NOWAIT }, { 0, 0, FR_IPC_NOWAIT | FR_SEM_UNDO } };
    steps[0].index = steps[1].index = (uint16_t)index;
    steps[0].change = (int16_t)first;
    steps[1].change = (int16_t)second;
    long result;
    do
        result = fr_syscall(SYS_semop, (long)set, first == 0 ? steps : steps + 1, first == 0 ? 2L : 1L);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

static inline bool fr_is_gone(int error) { return error == EINVAL || error == EIDRM || error == ENOENT; }

#if defined __GNUC__
__attribute__((format(printf, 2, 3)))
#endif
static inline fr_status fr_refuse(fr_reader *reader, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(reader->error, sizeof reader->error, format, values);
    va_end(values);
    return FR_REFUSED;
}

/* Attaches a segment. FR_NOT_YET: it is gone. */
static inline fr_status fr_map(fr_reader *reader, int id, int flags, void **address, fr_object *status)
{
    long result = id < 0 ? -1 : fr_syscall(SYS_shmat, (long)id, NULL, (long)flags);
    if (id < 0 || (result == -1 && fr_is_gone(errno)))
        return FR_NOT_YET;
    if (result == -1) {
        reader->is_denied = errno == EACCES;
        return fr_refuse(reader, "the shared memory segment %d cannot be attached: %s. Who may read is said by --mode and --group of the producer.", id, strerror(errno));
    }
    /* Asked while the mapping keeps the segment alive: before, the id could change hands. A segment never changes its size. */
    if (fr_syscall(SYS_shmctl, (long)id, (long)FR_IPC_STAT, status) != 0)
        memset(status, 0, sizeof *status);
    *address = (void *)result;
    return FR_OK;
}

static inline void fr_unmap(const void *address)
{
    if (address != NULL)
        fr_syscall(SYS_shmdt, address);
}

/* ---- trust and life ---- */

static inline bool fr_trusts(const fr_reader *reader, uint32_t user)
{
    if (user == 0 || user == (uint32_t)fr_syscall(SYS_geteuid))
        return true;
    for (size_t i = 0; i < reader->options.owner_count; i++)
        if (reader->options.owners[i] == user)
            return true;
    return false;
}

/* What the page leads to must be of the user who made the page. */
static inline fr_status fr_check_creator(fr_reader *reader, const char *what, uint32_t creator, uint32_t page_creator)
{
    return creator == page_creator ? FR_OK
        : fr_refuse(reader, "its %s was created by user %u and its page by user %u, but a ring has one user. Do not trust it.", what, creator, page_creator);
}

/* Whether this process is short of something, so that it cannot tell. */
static inline bool fr_is_short(void) { return errno == EMFILE || errno == ENFILE || errno == ENOMEM; }

/* Reads state, flags and start time of a thread or a process. Whether it is no zombie and is not exiting: then it still runs code of its own.
 * As long as that cannot be told it runs, and its start time stays what it was. */
static inline bool fr_runs(const char *path, unsigned long long *start)
{
    char text[1024], state;
    unsigned flags;
    FILE *file = fopen(path, "r");
    if (file == NULL && fr_is_short())
        return true;
    *start = 0;
    if (file == NULL)
        return false;
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = 0;
    /* The command in brackets may hold anything. Behind it: state, 5 numbers, flags, 12 numbers, start time. */
    const char *end = strrchr(text, ')');
    return end != NULL
        && sscanf(end + 1, " %c %*s %*s %*s %*s %*s %u %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu", &state, &flags, start) == 3
        && strchr("ZXx", state) == NULL && (flags & FR_PF_EXITING) == 0;
}

/* The process of that number, if it started then, and any thread of it runs: the first can be over before the others. */
static inline bool fr_process_lives(int32_t pid, uint64_t start_time)
{
    char path[320];
    unsigned long long start = start_time, other = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    bool lives = fr_runs(path, &start);
    if (start == 0 || start != start_time)
        return false;
    snprintf(path, sizeof path, "/proc/%d/task", pid);
    DIR *threads = lives ? NULL : opendir(path);
    if (!lives && threads == NULL && fr_is_short())
        return true;
    for (struct dirent *thread; threads != NULL && !lives && (thread = readdir(threads)) != NULL;) {
        snprintf(path, sizeof path, "/proc/%d/task/%s/stat", pid, thread->d_name);
        lives = fr_runs(path, &other);
    }
    if (threads != NULL)
        closedir(threads);
    return lives;
}

static inline int32_t fr_key(const char *name, const char *part)
{
    uint32_t hash = 2166136261u;
    const char *texts[4] = { "framering/1/", name, part == NULL ? "" : "/", part == NULL ? "" : part };
    for (int i = 0; i < 4; i++)
        for (const char *byte = texts[i]; *byte; byte++)
            hash = (hash ^ (uint8_t)*byte) * 16777619u;
    return (int32_t)(hash == 0 ? 1 : hash);
}

/* The semaphore that the entry names, if it is the ring's: 1 while the writer lives. -1: it cannot be asked. */
static inline int fr_semaphore_value(const fr_reader *reader, const fr_place *place)
{
    int id = place->entry.writer_semaphore_id;
    fr_object set;
    if (id < 0 || fr_syscall(SYS_semctl, (long)id, 0L, (long)FR_IPC_STAT, &set) != 0 || fr_semaphore_count(&set) != 1
        || set.key != fr_key(reader->options.name, NULL) || set.creator != place->creator)
        return -1;
    return (int)fr_syscall(SYS_semctl, (long)id, 0L, (long)FR_GETVAL, 0L);
}

/* 0 is a process that this PID namespace does not see; it may live. */
static inline bool fr_is_over(long pid) { return pid > 0 && fr_syscall(SYS_kill, pid, 0L) != 0 && errno == ESRCH; }

/* Somebody may have set the semaphore by hand: its value counts together with the last process that operated on it, which a writer that ends
 * is too. Where it tells nothing, the process does. */
static inline bool fr_writer_lives(const fr_reader *reader, const fr_place *place)
{
    const fr_entry *entry = &place->entry;
    int value = fr_semaphore_value(reader, place);
    long last = value < 0 ? -1 : (long)fr_syscall(SYS_semctl, (long)entry->writer_semaphore_id, 0L, (long)FR_GETPID, 0L);
    if (value > 0 && !fr_is_over(last))
        return true;
    /* Once more: a living writer may have taken its lock anew between the two looks. */
    if (value == 0 && last == entry->writer_pid && (value = fr_semaphore_value(reader, place)) >= 0)
        return value > 0;
    return fr_process_lives(entry->writer_pid, entry->writer_start_time);
}

/* ---- directory and segments ---- */

static inline bool fr_same(fr_token a, fr_token b) { return a.low == b.low && a.high == b.high; }
static inline bool fr_is_token(fr_token token) { return token.low != 0 || token.high != 0; }

static inline bool fr_read_entry(const fr_directory *page, fr_entry *entry)
{
    for (int attempt = 0; attempt < FR_TRIES; attempt++) {
        /* G: version, then the fields, then the version again. */
        uint32_t before = fr_acquire32(&page->entry_version);
        memcpy(entry, &page->entry, sizeof *entry);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        if ((before & 1) == 0 && __atomic_load_n(&page->entry_version, __ATOMIC_RELAXED) == before)
            return true;
    }
    return false;
}

static inline int64_t fr_round_up(int64_t value) { return (value + 4095) / 4096 * 4096; }

/* Attaches a frame segment and checks it. FR_NOT_YET: it is gone, or its id has been given away. */
static inline fr_status fr_open_segment(fr_reader *reader, uint32_t creator, int id, fr_token token, uint64_t least, uint64_t most, fr_segment *segment)
{
    void *address = NULL;
    fr_object object;
    fr_status status = fr_map(reader, id, FR_SHM_RDONLY, &address, &object);
    if (status != FR_OK)
        return status;
    const uint8_t *base = (const uint8_t *)address;
    fr_header header;
    /* H: the magic before the rest. Then only the private copy counts. */
    status = FR_NOT_YET;
    if (fr_segment_bytes(&object) >= sizeof header && fr_acquire64(&((const fr_header *)base)->magic) == FR_SEGMENT_MAGIC) {
        memcpy(&header, base, sizeof header);
        status = fr_same(header.token, token) ? fr_check_creator(reader, "frame segment", object.creator, creator) : FR_NOT_YET;
    }
    if (status == FR_OK && header.layout_version != FR_LAYOUT_VERSION)
        status = fr_refuse(reader, "its frame segment has layout version %u, this program knows version %u", header.layout_version, FR_LAYOUT_VERSION);
    if (status != FR_OK) {
        fr_unmap(base);
        return status;
    }
    /* Every offset is computed from the limits; the header's own are only compared. */
    uint32_t index_count = 1;
    bool sane = header.slot_count >= 1 && header.slot_count <= 65535 && header.slot_size >= 4096
        && header.slot_size <= INT64_C(1) << 34 && header.slot_size % 4096 == 0;
    int64_t descriptor_offset = 0, slot_offset = 0;
    if (sane) {
        while (index_count < 2 * header.slot_count)
            index_count *= 2;
        descriptor_offset = fr_round_up(8192 + 8 * (int64_t)index_count);
        slot_offset = fr_round_up(descriptor_offset + 256 * (int64_t)header.slot_count);
        sane = header.index_count == index_count && header.cursor_offset == 4096 && header.index_offset == 8192
            && header.descriptor_offset == descriptor_offset && header.slot_offset == slot_offset
            && header.size_of_descriptor == 256 && header.size_of_header == 4096
            && (uint64_t)(slot_offset + header.slot_count * header.slot_size + 4096) <= fr_segment_bytes(&object)
            && header.first_sequence >= 1 && header.first_sequence <= FR_MAX_SEQUENCE
            && header.generation >= least && header.generation <= most
            && strncmp(header.name, reader->options.name, sizeof header.name) == 0;
    }
    if (!sane) {
        fr_unmap(base);
        return fr_refuse(reader, "the header of its frame segment is not one that its producer writes. Remove the ring with 'ringctl rm' and start the producer again.");
    }
    memset(segment, 0, sizeof *segment);
    segment->base = base;
    segment->token = token;
    segment->generation = header.generation;
    segment->first_sequence = header.first_sequence;
    segment->slot_count = header.slot_count;
    segment->index_count = index_count;
    segment->descriptor_offset = descriptor_offset;
    segment->slot_offset = slot_offset;
    segment->slot_size = header.slot_size;
    return FR_OK;
}

/* Attaches the page of the name. FR_NOT_YET: there is none, or it is just being made. */
static inline fr_status fr_open_page(fr_reader *reader, fr_place *place)
{
    void *address = NULL;
    fr_object object;
    long id = fr_syscall(SYS_shmget, (long)fr_key(reader->options.name, NULL), 0L, 0L);
    fr_status status = fr_map(reader, (int)id, FR_SHM_RDONLY, &address, &object);
    if (status != FR_OK)
        return status;
    const fr_directory *page = (const fr_directory *)address;
    uint64_t magic = 0;
    if (!fr_trusts(reader, object.creator))
        status = fr_refuse(reader, "it was created by user %u, who is neither you nor root. If you trust that user, say so with --owner %u.", object.creator, object.creator);
    else if (fr_segment_bytes(&object) != sizeof *page || ((magic = fr_acquire64(&page->magic)) != 0 && magic != FR_DIRECTORY_MAGIC))
        status = fr_refuse(reader, "its System V key 0x%08x is taken by something that is not this ring", (unsigned)object.key);
    else if (magic == 0)
        status = FR_NOT_YET;
    else if (page->layout_version != FR_LAYOUT_VERSION)
        status = fr_refuse(reader, "the ring has layout version %u, this program knows version %u", page->layout_version, FR_LAYOUT_VERSION);
    else if (strncmp(page->name, reader->options.name, sizeof page->name) != 0)
        status = fr_refuse(reader, "its System V key 0x%08x belongs to another ring. Choose another name.", (unsigned)object.key);
    if (status != FR_OK) {
        fr_unmap(page);
        return status;
    }
    place->page = page;
    place->id = (int)id;
    place->creator = object.creator;
    return FR_OK;
}

/* Looks once for a ring with a living producer. What it finds is the caller's to unmap. */
static inline fr_status fr_find(fr_reader *reader, fr_place *place, fr_segment *segment)
{
    fr_status status = fr_open_page(reader, place);
    if (status != FR_OK)
        return status;
    /* A ring that changes its generation just now is named anew by the entry. */
    fr_token tried = { 0, 0 };
    status = FR_NOT_YET;
    for (int look = 0; look < FR_LOOKS && status == FR_NOT_YET; look++) {
        if (!fr_read_entry(place->page, &place->entry) || place->entry.generation == 0 || fr_same(place->entry.token, tried) || !fr_writer_lives(reader, place))
            break;
        tried = place->entry.token;
        status = fr_open_segment(reader, place->creator, place->entry.frame_segment_id, tried, place->entry.generation, place->entry.generation, segment);
    }
    if (status != FR_OK)
        fr_unmap(place->page);
    return status;
}

/* ---- leases and lossless delivery: the reader's entry ---- */

static inline fr_lease_header *fr_table(const fr_holder *holder) { return (fr_lease_header *)holder->base; }
static inline fr_lease_entry *fr_entry_of(const fr_holder *holder) { return (fr_lease_entry *)(holder->base + 4096 + 128 * (int64_t)holder->entry); }
static inline uint64_t fr_tagged(const fr_holder *holder, uint64_t sequence) { return (uint64_t)(uint16_t)holder->epoch << 48 | sequence; }
static inline bool fr_is_evicted(const fr_holder *holder) { return fr_acquire32(&fr_entry_of(holder)->evicted) == holder->epoch; }

/* J: what was let go, with a full fence behind it, and then the look whether a claim waits. K: then the word on which it sleeps. */
static inline void fr_wake_writer(const fr_holder *holder)
{
    fr_lease_header *table = fr_table(holder);
    if (fr_acquire32(&table->waiting_claims) != 0) {
        __atomic_fetch_add(&table->release_word, 1, __ATOMIC_SEQ_CST);
        fr_futex_wake(&table->release_word);
    }
}

static inline void fr_forget_all(const fr_holder *holder)
{
    fr_lease_entry *entry = fr_entry_of(holder);
    for (int i = -1; i < FR_MAX_LEASES; i++) {
        uint64_t *word = i < 0 ? &entry->cursor : &entry->pins[i];
        uint64_t seen = fr_acquire64(word);
        if (seen != 0)
            fr_clear(word, seen);
    }
}

/* Without loss: the first frame that must be kept. A full fence: what is read afterwards is read later. */
static inline void fr_move_cursor(const fr_holder *holder, uint64_t sequence)
{
    fr_announce(&fr_entry_of(holder)->cursor, fr_tagged(holder, sequence));
    fr_wake_writer(holder);
}

static inline fr_status fr_refuse_live(fr_reader *reader)
{
    return fr_refuse(reader, "it is a live ring, whose producer waits for nobody. Start its producer with --delivery lossless.");
}

static inline fr_status fr_refuse_entry(fr_reader *reader)
{
    reader->is_denied = true;
    return fr_refuse(reader, "only the ring's own user, and its group if that may read the ring, may take leases, whatever else its mode allows. "
        "Give the ring to a group of this user (--group at the producer), or read without leases.");
}

/* By what a call for leases failed. FR_NOT_YET: the object is gone. */
static inline fr_status fr_refuse_lease_object(fr_reader *reader, const char *what)
{
    int error = errno;
    return fr_is_gone(error) ? FR_NOT_YET : error == EACCES ? fr_refuse_entry(reader) : fr_refuse(reader, "%s: %s", what, strerror(error));
}

/* The first free entry. The semaphore goes back by itself if this process dies. */
static inline fr_status fr_raise_semaphore(fr_reader *reader, int set, int *entry)
{
    for (*entry = 0; *entry < FR_LEASE_ENTRIES; ++*entry) {
        if (fr_semop(set, *entry, 0, 1))
            return FR_OK;
        if (errno != EAGAIN)
            return fr_refuse_lease_object(reader, "a semaphore of its readers cannot be raised");
    }
    return fr_refuse(reader, "all %d entries are taken by living readers. Stop one of them, or read without leases.", FR_LEASE_ENTRIES);
}

/* Is it the lease segment that a directory names, and are the semaphores that go with it the ring's? FR_NOT_YET: it is gone. */
static inline fr_status fr_check_table(fr_reader *reader, const fr_place *place, const fr_lease_header *header, const fr_object *object)
{
    const fr_entry *entry = &place->entry;
    /* H: the magic before the rest. */
    if (fr_segment_bytes(object) < 4096 + 128 * FR_LEASE_ENTRIES || fr_acquire64(&header->magic) != FR_LEASE_MAGIC || !fr_same(header->token, entry->lease_token))
        return FR_NOT_YET;
    fr_status status = fr_check_creator(reader, "lease segment", object->creator, place->creator);
    if (status != FR_OK)
        return status;
    if (header->layout_version != FR_LAYOUT_VERSION)
        return fr_refuse(reader, "its lease segment has layout version %u, this program knows version %u", header->layout_version, FR_LAYOUT_VERSION);
    if (header->entry_count != FR_LEASE_ENTRIES || header->size_of_entry != 128 || header->pin_count != FR_MAX_LEASES
        || strncmp(header->name, reader->options.name, sizeof header->name) != 0)
        return fr_refuse(reader, "the header of its lease segment is not one that its producer writes");
    if (reader->options.lossless && __atomic_load_n(&header->delivery, __ATOMIC_RELAXED) != FR_DELIVERY_LOSSLESS)
        return fr_refuse_live(reader);
    fr_object set;
    if (fr_syscall(SYS_semctl, (long)entry->reader_semaphore_id, 0L, (long)FR_IPC_STAT, &set) != 0)
        return fr_refuse_lease_object(reader, "the semaphores of its readers cannot be asked");
    if (fr_semaphore_count(&set) != FR_LEASE_ENTRIES || set.key != fr_key(reader->options.name, "readers"))
        return fr_refuse(reader, "the semaphores of its readers are not ones that its producer makes");
    return fr_check_creator(reader, "set of semaphores", set.creator, place->creator);
}

/* Takes an entry in the lease segment that a directory names. FR_NOT_YET: it has just gone. The old entry stays as it is, unless it has
 * the same semaphores: then the semaphore goes over to the new one. */
static inline fr_status fr_take_entry(fr_reader *reader, const fr_place *place, const fr_holder *old, fr_holder *holder)
{
    void *address = NULL;
    fr_object object;
    const fr_entry *entry = &place->entry;
    if (entry->lease_segment_id < 0)
        return fr_refuse(reader, "the ring offers no leases. Start its producer with --leases, or with --delivery lossless.");
    /* Before, so that nothing of a stranger's is mapped for writing; fr_map asks once more when the id cannot change hands any more. */
    if (fr_syscall(SYS_shmctl, (long)entry->lease_segment_id, (long)FR_IPC_STAT, &object) != 0)
        return fr_refuse_lease_object(reader, "its lease segment cannot be asked");
    fr_status status = fr_check_creator(reader, "lease segment", object.creator, place->creator);
    if (status != FR_OK)
        return status;
    status = fr_map(reader, entry->lease_segment_id, 0, &address, &object);
    if (status != FR_OK)
        return status == FR_REFUSED && reader->is_denied ? fr_refuse_entry(reader) : status;
    status = fr_check_table(reader, place, (const fr_lease_header *)address, &object);
    memset(holder, 0, sizeof *holder);
    if (status == FR_OK) {
        holder->base = (uint8_t *)address;
        holder->token = entry->lease_token;
        holder->semaphores = entry->reader_semaphore_id;
        if (old->base != NULL && old->semaphores == holder->semaphores)
            holder->entry = old->entry;
        else
            status = fr_raise_semaphore(reader, holder->semaphores, &holder->entry);
    }
    if (status != FR_OK) {
        fr_unmap(address);
        memset(holder, 0, sizeof *holder);
        return status;
    }
    /* The epoch first: what is found in the words then has another tag. */
    fr_lease_entry *mine = fr_entry_of(holder);
    holder->epoch = mine->epoch + 1 == 0 ? 1 : mine->epoch + 1;
    __atomic_store_n(&mine->epoch, holder->epoch, __ATOMIC_RELEASE);
    fr_forget_all(holder);
    mine->holder_pid = (int32_t)fr_syscall(SYS_getpid);
    /* What a dead holder had kept is free now, and a claim may wait for it. */
    fr_wake_writer(holder);
    return FR_OK;
}

/* Gives the entry up; its semaphore too, unless that has gone over to another entry. */
static inline void fr_give_entry_up(fr_holder *holder, bool is_handed_over)
{
    if (holder->base == NULL)
        return;
    fr_forget_all(holder);
    if (!is_handed_over)
        fr_semop(holder->semaphores, holder->entry, -1, -1);
    fr_wake_writer(holder);
    fr_unmap(holder->base);
    holder->base = NULL;
}

/* The entry that goes with a directory: the present one if its table is still the ring's, else a new one. */
static inline fr_status fr_holder_for(fr_reader *reader, const fr_place *place, fr_holder *holder)
{
    fr_holder present = reader->holder;
    *holder = present;
    if (!reader->options.leases && !reader->options.lossless)
        return FR_OK;
    if (holder->base == NULL || !fr_same(holder->token, place->entry.lease_token))
        return fr_take_entry(reader, place, &present, holder);
    /* A producer that takes the table over need not offer what the one before it did. */
    bool fits = !reader->options.lossless || __atomic_load_n(&fr_table(holder)->delivery, __ATOMIC_RELAXED) == FR_DELIVERY_LOSSLESS;
    return fits ? FR_OK : fr_refuse_live(reader);
}

/* ---- frames ---- */

static inline const fr_cursor *fr_cursor_of(const fr_segment *segment) { return (const fr_cursor *)(segment->base + 4096); }

/* C: acquire, so that index and stamp are not older than the head. A damaged one counts as none. */
static inline bool fr_try_head(const fr_segment *segment, uint64_t *head)
{
    *head = fr_acquire64(&fr_cursor_of(segment)->head);
    bool sane = *head >= segment->first_sequence - 1 && *head <= FR_MAX_SEQUENCE;
    if (!sane)
        *head = segment->first_sequence - 1;
    return sane;
}

static inline uint64_t fr_head(const fr_segment *segment)
{
    uint64_t head;
    fr_try_head(segment, &head);
    return head;
}

static inline const fr_descriptor *fr_descriptor_of(const fr_segment *segment, uint32_t slot)
{
    return (const fr_descriptor *)(segment->base + segment->descriptor_offset + 256 * (int64_t)slot);
}

/* B: acquire, so that the stamp is not older than the index word. */
static inline uint64_t fr_index_word(const fr_segment *segment, uint64_t sequence)
{
    const uint64_t *index = (const uint64_t *)(segment->base + 8192);
    return fr_acquire64(&index[sequence & (segment->index_count - 1)]);
}

/* D: all loads of pixels and metadata are done before the stamp is loaded again. A stamp of the sequence and 1 is the frame as well: the
 * producer only looks whether it may have the slot. */
static inline bool fr_still_ready(const fr_segment *segment, uint32_t slot, uint64_t sequence)
{
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return __atomic_load_n(&fr_descriptor_of(segment, slot)->stamp, __ATOMIC_RELAXED) >> 1 == sequence;
}

/* Whether the generation of a frame is still mapped, in the place where it was: another may have come there meanwhile. */
static inline bool fr_is_mapped(const fr_frame *frame)
{
    return frame->segment != NULL && frame->segment->base != NULL && fr_same(frame->segment->token, frame->token);
}

/* After the last use of the pixels: was it this frame all the time? FR_OVERWRITTEN also when its reader has left its generation, or the ring. */
static inline fr_status fr_validate(const fr_frame *frame)
{
    return fr_is_mapped(frame) && fr_still_ready(frame->segment, frame->slot, frame->metadata.sequence) ? FR_OK : FR_OVERWRITTEN;
}

/* Every row of every plane inside the slot? Looks at the private copy only. */
static inline bool fr_fits(const fr_metadata *m, int64_t slot_size)
{
    const fr_format *format = fr_find_format(m->format);
    fr_crop whole = { 0, 0, m->coded_width, m->coded_height };
    if (m->coded_width < 1 || m->coded_width > 65536 || m->coded_height < 1 || m->coded_height > 65536 || m->plane_count < 1
        || m->plane_count > FR_MAX_PLANES || m->bytes_used < 0 || m->bytes_used > slot_size || m->crop.x < 0 || m->crop.y < 0
        || m->crop.width < 1 || m->crop.height < 1 || (int64_t)m->crop.x + m->crop.width > m->coded_width
        || (int64_t)m->crop.y + m->crop.height > m->coded_height)
        return false;
    for (int plane = 0; plane < FR_MAX_PLANES; plane++) {
        int64_t row, column, rows, bytes;
        bool known = format != NULL && fr_shape(format, plane, whole, &row, &column, &rows, &bytes);
        if (format != NULL && known != (plane < m->plane_count))
            return false;
        if (plane >= m->plane_count)
            break;
        fr_plane p = m->planes[plane];
        if (p.offset < 0 || p.offset >= slot_size)
            return false;
        if (!known)
            continue;
        int64_t last = (rows - 1) * p.stride, stride = p.stride < 0 ? -(int64_t)p.stride : p.stride;
        if (stride < bytes || p.offset + (last < 0 ? last : 0) < 0 || p.offset + (last > 0 ? last : 0) + bytes > slot_size)
            return false;
    }
    return true;
}

/* The rows of the visible part of a plane: row y begins at first + y * stride. False: the pixel format is not in the table, or the frame's
 * generation is gone. */
typedef struct { const uint8_t *first; int64_t stride, count, bytes; } fr_rows;

static inline bool fr_visible(const fr_frame *frame, int plane, fr_rows *rows)
{
    const fr_metadata *m = &frame->metadata;
    const fr_format *format = fr_find_format(m->format);
    int64_t row, column;
    if (!fr_is_mapped(frame) || format == NULL || plane < 0 || plane >= m->plane_count || !fr_shape(format, plane, m->crop, &row, &column, &rows->count, &rows->bytes))
        return false;
    rows->stride = m->planes[plane].stride;
    rows->first = frame->pixels + m->planes[plane].offset + row * rows->stride + column;
    return true;
}

/* Takes exactly one frame of a segment, if it is there. Never waits. */
static inline fr_status fr_read(fr_segment *segment, uint64_t sequence, fr_frame *frame)
{
    if (sequence < segment->first_sequence)
        return FR_OVERWRITTEN;
    if (sequence > fr_head(segment))
        return FR_NOT_YET;
    uint64_t word = fr_index_word(segment, sequence);
    uint32_t slot = word & 0xffff;
    if (word >> 16 != sequence)
        return FR_OVERWRITTEN;
    if (slot >= segment->slot_count)
        return FR_CORRUPT;
    /* A: acquire, so that metadata and pixels are read after the stamp. */
    const fr_descriptor *descriptor = fr_descriptor_of(segment, slot);
    if (fr_acquire64(&descriptor->stamp) >> 1 != sequence)
        return FR_OVERWRITTEN;
    memcpy(&frame->metadata, &descriptor->metadata, sizeof frame->metadata);
    if (!fr_still_ready(segment, slot, sequence))
        return FR_OVERWRITTEN;
    if (frame->metadata.sequence != sequence || !fr_fits(&frame->metadata, segment->slot_size))
        return FR_CORRUPT;
    frame->segment = segment;
    frame->token = segment->token;
    frame->slot = slot;
    frame->lost = 0;
    frame->pixels = segment->base + segment->slot_offset + slot * segment->slot_size;
    return FR_OK;
}

/* Is the frame in its slot? With exactly: and the producer has not begun to look for it. */
static inline bool fr_is_there(const fr_segment *segment, uint64_t sequence, bool exactly)
{
    uint64_t word = fr_index_word(segment, sequence);
    uint32_t slot = word & 0xffff;
    if (word >> 16 != sequence || slot >= segment->slot_count)
        return false;
    uint64_t stamp = fr_acquire64(&fr_descriptor_of(segment, slot)->stamp);
    return exactly ? stamp == sequence << 1 : stamp >> 1 == sequence;
}

/* The oldest frame that is still there; the head, or the first frame to come, if none is older. No more frames than slots can be there. */
static inline uint64_t fr_oldest(const fr_segment *segment, uint64_t head)
{
    uint64_t sequence = head > segment->slot_count ? head - segment->slot_count + 1 : 1;
    if (sequence < segment->first_sequence)
        sequence = segment->first_sequence;
    while (sequence < head && !fr_is_there(segment, sequence, false))
        sequence++;
    return sequence;
}

static inline uint64_t fr_max(uint64_t a, uint64_t b) { return a > b ? a : b; }

/* Where a newcomer begins that wants all there is. The slots of the oldest frames are the next that the producer takes, unless it has empty
 * ones, so who began there would be too late at once. */
static inline uint64_t fr_oldest_lasting(const fr_segment *segment, uint64_t head)
{
    uint64_t oldest = fr_oldest(segment, head);
    int64_t margin = segment->slot_count / 8 * 2;
    if (margin > 4)
        margin = 4;
    if (fr_acquire32(&fr_cursor_of(segment)->state) == FR_STATE_ENDED)
        margin = 0;
    for (uint32_t slot = 0; slot < segment->slot_count && margin > 0; slot++)
        margin -= fr_acquire64(&fr_descriptor_of(segment, slot)->stamp) == 0 ? 2 : 0;
    uint64_t inside = oldest + (uint64_t)(margin > 0 ? margin : 0);
    return fr_max(oldest, inside < head ? inside : head);
}

/* ---- from one generation, and one producer, to the next ---- */


static inline bool fr_is_of_writer(const fr_reader *reader, const fr_entry *entry)
{
    return entry->writer_pid == reader->place.entry.writer_pid && entry->writer_start_time == reader->place.entry.writer_start_time;
}

/* Unmaps a generation that nothing needs any more. */
static inline void fr_leave(fr_reader *reader, fr_segment *segment)
{
    if (segment != NULL && segment != reader->segment && segment->leases == 0 && segment->base != NULL) {
        fr_unmap(segment->base);
        segment->base = NULL;
    }
}

static inline void fr_enter(fr_reader *reader, const fr_segment *segment)
{
    fr_segment *old = reader->segment;
    /* Four leases and the one being read lie in five at most, so one place is free. */
    for (int i = 0; i < FR_MAX_LEASES + 2; i++)
        if (reader->segments[i].base == NULL) {
            reader->segments[i] = *segment;
            reader->segment = &reader->segments[i];
            break;
        }
    fr_leave(reader, old);
}

/* Goes over to what a directory says: another segment, another writer, another lease segment, or several of them. All at once and last of
 * all, so that a refusal changes nothing and is repeated by the next call. FR_NOT_YET: the lease segment is gone already. What is not
 * taken over is unmapped. segment NULL: the same as before. */
static inline fr_status fr_follow(fr_reader *reader, const fr_place *place, const fr_segment *segment)
{
    fr_holder holder;
    bool is_other_page = place->page != reader->place.page;
    fr_status status = fr_holder_for(reader, place, &holder);
    if (status != FR_OK) {
        fr_unmap(segment != NULL ? segment->base : NULL);
        fr_unmap(is_other_page ? place->page : NULL);
        return status;
    }
    if (segment != NULL) {
        fr_enter(reader, segment);
        reader->generation_changes++;
    }
    if (holder.base != reader->holder.base) {
        /* Leases in the old one are honoured by nobody any more, and the stamps tell. */
        fr_give_entry_up(&reader->holder, holder.base != NULL && holder.semaphores == reader->holder.semaphores);
        reader->holder = holder;
    }
    bool is_same = fr_is_of_writer(reader, &place->entry) && fr_same(place->entry.lease_token, reader->place.entry.lease_token);
    reader->writer_changes += is_same ? 0 : 1;
    if (is_other_page)
        fr_unmap(reader->place.page);
    reader->place = *place;
    return FR_OK;
}

/* The generation being read is over and read to its end: goes on in the next. FR_NOT_YET: none can be attached. */
static inline fr_status fr_move(fr_reader *reader)
{
    fr_place place = reader->place;
    const fr_segment *present = reader->segment;
    if (!fr_read_entry(place.page, &place.entry) || fr_same(place.entry.token, present->token))
        return FR_NOT_YET;
    /* The next one in the line, which the producer keeps for lossless readers. For others it may be gone, and the newest is next. */
    const fr_cursor *cursor = fr_cursor_of(present);
    fr_token token = cursor->next_token;
    fr_segment next;
    fr_status status = !fr_is_token(token) ? FR_NOT_YET
        : fr_open_segment(reader, place.creator, cursor->next_segment_id, token, present->generation + 1, place.entry.generation, &next);
    if (status == FR_NOT_YET)
        status = fr_open_segment(reader, place.creator, place.entry.frame_segment_id, place.entry.token, place.entry.generation, place.entry.generation, &next);
    return status == FR_OK ? fr_follow(reader, &place, &next) : status;
}

static inline uint64_t fr_first_wanted(const fr_segment *segment, fr_start start, uint64_t sequence, bool lossless)
{
    uint64_t head = fr_head(segment);
    if (start == FR_START_NEWEST)
        return fr_max(segment->first_sequence, head);
    if (start == FR_START_NEXT)
        return head + 1;
    if (start == FR_START_SEQUENCE && sequence >= fr_oldest(segment, head))
        return sequence;
    /* A lossless reader keeps the oldest itself. */
    return lossless ? fr_oldest(segment, head) : fr_oldest_lasting(segment, head);
}

/* Without loss: announces the cursor and then looks. Every frame up to the head must be there, not only the first: the producer may have
 * passed an older one over and taken a younger one. */
static inline fr_status fr_join(fr_reader *reader, fr_start start, uint64_t sequence)
{
    for (;;) {
        const fr_segment *segment = reader->segment;
        uint64_t found, head;
        reader->next = fr_first_wanted(segment, start, sequence, true);
        for (;;) {
            fr_move_cursor(&reader->holder, reader->next);
            head = fr_head(segment);
            for (found = reader->next; found <= head && fr_is_there(segment, found, true); found++)
                ;
            if (found > head)
                break;
            reader->next = found + 1;
        }
        /* I once more: cursor, full fence, state. Not retired: the producer sees the cursor also when it looks for what it may overwrite
         * in the next generation. Retired: frames there may have gone unseen, so the place to join is further on. */
        if (fr_acquire32(&fr_cursor_of(segment)->state) != FR_STATE_RETIRED)
            return FR_OK;
        fr_status status = FR_NOT_YET;
        for (int look = 0; look < FR_LOOKS && status == FR_NOT_YET; look++)
            status = fr_move(reader);
        if (status != FR_OK)
            return status == FR_NOT_YET ? FR_OK : status;
    }
}

static inline fr_status fr_join_anew(fr_reader *reader)
{
    uint64_t wanted = reader->next;
    fr_status status = fr_join(reader, FR_START_SEQUENCE, wanted);
    reader->lost += reader->next - wanted;
    return status;
}

/* With an entry that is new to this reader: nobody has waited for it until now. */
static inline fr_status fr_join_unless_known(fr_reader *reader, const fr_holder *before)
{
    bool is_new = reader->options.lossless && (before->base != reader->holder.base || before->epoch != reader->holder.epoch);
    return is_new ? fr_join_anew(reader) : FR_OK;
}

/* The semaphore alone does not tell: a successor that starts quickly takes up the same one. Another process in the entry means that ours
 * is dead. If that one goes on in this very segment, so does the reader; the same process with another token only changes generation.
 * FR_WRITER_DIED, FR_OK or FR_REFUSED. */
static inline fr_status fr_look_for_writer(fr_reader *reader)
{
    fr_place place = reader->place;
    if (fr_read_entry(place.page, &place.entry) && !fr_is_of_writer(reader, &place.entry)) {
        if (!fr_same(place.entry.token, reader->segment->token))
            return FR_WRITER_DIED;
        fr_holder before = reader->holder;
        fr_status status = fr_follow(reader, &place, NULL);
        if (status == FR_OK)
            status = fr_join_unless_known(reader, &before);
        if (status == FR_REFUSED)
            return status;
    }
    return fr_writer_lives(reader, &reader->place) ? FR_OK : FR_WRITER_DIED;
}

/* This generation is retired and read, and none that follows can be attached: its writer is between two generations (FR_OK), or has
 * ended or died, and the kernel has freed what nobody was attached to. */
static inline fr_status fr_look_for_end(fr_reader *reader)
{
    fr_entry entry;
    if (!fr_read_entry(reader->place.page, &entry))
        return fr_writer_lives(reader, &reader->place) ? FR_OK : FR_WRITER_DIED;
    if (entry.state != FR_STATE_ENDED)
        return fr_look_for_writer(reader);
    /* Its frames went with it. */
    if (entry.last_sequence >= reader->next && entry.last_sequence <= FR_MAX_SEQUENCE) {
        reader->lost += entry.last_sequence - reader->next + 1;
        reader->next = entry.last_sequence + 1;
    }
    return FR_ENDED;
}

static inline fr_status fr_set_over(fr_reader *reader, fr_status status)
{
    reader->over = status;
    reader->over_state = fr_acquire32(&fr_cursor_of(reader->segment)->state);
    reader->over_head = fr_head(reader->segment);
    return status;
}

/* A producer has the name again. FR_NOT_YET: it is the one that is known already, or its lease segment is gone. */
static inline fr_status fr_go_on(fr_reader *reader, fr_place *place, fr_segment *segment)
{
    fr_holder before = reader->holder;
    fr_status status;
    if (fr_same(place->entry.token, reader->segment->token)) {
        /* The same as before, or a successor that goes on in the segment that this reader has kept alive. */
        fr_unmap(segment->base);
        fr_unmap(place->page);
        place->page = reader->place.page;
        place->id = reader->place.id;
        place->creator = reader->place.creator;
        status = fr_is_of_writer(reader, &place->entry) ? FR_NOT_YET : fr_follow(reader, place, NULL);
        return status == FR_OK ? fr_join_unless_known(reader, &before) : status;
    }
    bool is_same_line = place->id == reader->place.id;
    status = fr_follow(reader, place, segment);
    if (status != FR_OK)
        return status;
    /* Numbers go on after a death and begin anew after a clean end. */
    reader->over = FR_OK;
    reader->next = is_same_line ? fr_max(reader->next, reader->segment->first_sequence)
        : fr_first_wanted(reader->segment, FR_START_OLDEST, 0, reader->options.lossless);
    if (reader->options.lossless && !is_same_line)
        reader->lost += reader->next - 1; /* of a line that began without this reader */
    return reader->options.lossless ? fr_join_anew(reader) : FR_OK;
}

static inline bool fr_stops(const fr_reader *reader) { return reader->options.stop != NULL && *reader->options.stop != 0; }

static inline int64_t fr_remaining(int64_t deadline, int64_t most)
{
    int64_t left = deadline - fr_now();
    return left < 0 ? 0 : left < most ? left : most;
}

/* After an end or a death: waits until a producer has taken up the name. The old segment stays mapped until then. */
static inline fr_status fr_wait_for_successor(fr_reader *reader, int64_t deadline)
{
    for (int refusals = 0;;) {
        const fr_cursor *cursor = fr_cursor_of(reader->segment);
        /* A successor in this very segment may come, publish and end between two looks at the directory. */
        if (reader->over == FR_WRITER_DIED
            && (fr_acquire32(&cursor->state) != reader->over_state || fr_head(reader->segment) != reader->over_head)) {
            reader->over = FR_OK;
            return FR_OK;
        }
        fr_place place, present = reader->place;
        fr_segment segment;
        reader->is_denied = false;
        fr_status status = fr_find(reader, &place, &segment);
        if (status == FR_OK) {
            status = fr_go_on(reader, &place, &segment);
            if (status == FR_OK)
                reader->over = FR_OK;
            if (status != FR_NOT_YET && status != FR_REFUSED)
                return status;
        } else if (status != FR_REFUSED && reader->over == FR_WRITER_DIED && fr_read_entry(present.page, &present.entry) && present.entry.state == FR_STATE_ENDED
            && fr_semaphore_value(reader, &present) <= 0 && fr_look_for_end(reader) == FR_ENDED) {
            /* The same in another segment, which is gone with it. This reader still has the page, and there stands how it ended. */
            return fr_set_over(reader, FR_ENDED);
        }
        bool has_passed = fr_now() >= deadline;
        /* As at the first attach. */
        if (status == FR_REFUSED && (!reader->is_denied || refusals++ >= FR_REFUSALS || has_passed))
            return status;
        if (fr_stops(reader))
            return FR_CANCELED;
        if (has_passed)
            return reader->over;
        fr_sleep(fr_remaining(deadline, FR_SLICE));
    }
}

/* ---- the reader ---- */

static inline int64_t fr_deadline(int64_t timeout)
{
    int64_t now = fr_now();
    return timeout < 0 || timeout > INT64_MAX - now ? INT64_MAX : now + timeout;
}

/* Detaches. Frames and leases are over from then on. */
static inline void fr_detach(fr_reader *reader)
{
    fr_give_entry_up(&reader->holder, false);
    for (int i = 0; i < FR_MAX_LEASES + 2; i++) {
        fr_unmap(reader->segments[i].base);
        reader->segments[i].base = NULL;
    }
    fr_unmap(reader->place.page);
    reader->place.page = NULL;
    reader->segment = NULL;
}

/* 1 to 63 letters, digits, '.', '_' or '-', not beginning with '.' or '-'. */
static inline bool fr_is_name(const char *name)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t length = name == NULL ? 0 : strlen(name);
    return length >= 1 && length <= FR_MAX_NAME && strspn(name, allowed) == length && name[0] != '.' && name[0] != '-';
}

/* Attaches a ring, waiting for it to appear: so many nanoseconds; 0 looks once; below 0: for ever. FR_OK, FR_NO_RING, FR_CANCELED, or
 * FR_REFUSED, when reader->error says why. */
static inline fr_status fr_attach(fr_reader *reader, const fr_options *options, int64_t timeout)
{
    memset(reader, 0, sizeof *reader);
    reader->options = *options;
    if (options->lossless && options->latest)
        return fr_refuse(reader, "a lossless reader reads every frame, and the latest passes frames over");
    if (!fr_is_name(options->name))
        return fr_refuse(reader, "that is no name for a ring. Use 1 to %d letters, digits, '.', '_' or '-', not beginning with '.' or '-'.", FR_MAX_NAME);
    if (options->start == FR_START_SEQUENCE && options->start_sequence > FR_MAX_SEQUENCE)
        return fr_refuse(reader, "no frame can have that sequence. The largest is %llu.", (unsigned long long)FR_MAX_SEQUENCE);
    reader->options.start_sequence = fr_max(options->start_sequence, 1);
    int64_t deadline = fr_deadline(timeout);
    for (int refusals = 0;;) {
        fr_place place;
        fr_segment segment;
        reader->is_denied = false;
        fr_status status = fr_find(reader, &place, &segment);
        if (status == FR_OK) {
            fr_enter(reader, &segment);
            reader->place = place;
            status = fr_holder_for(reader, &place, &reader->holder);
            if (status == FR_OK && options->lossless)
                status = fr_join(reader, options->start, reader->options.start_sequence);
            else if (status == FR_OK)
                reader->next = fr_first_wanted(reader->segment, options->start, reader->options.start_sequence, options->lossless);
            reader->generation_changes = reader->writer_changes = 0;
            if (status == FR_OK)
                return status;
            fr_detach(reader);
        }
        /* A producer gives its ring to the group one call after it has made it. A refusal that stays is one. */
        bool has_passed = fr_now() >= deadline;
        if (status == FR_REFUSED && (!reader->is_denied || refusals++ >= FR_REFUSALS || has_passed))
            return status;
        if (fr_stops(reader))
            return FR_CANCELED;
        if (has_passed)
            return FR_NO_RING;
        /* A name that does not exist has no futex to sleep on. */
        fr_sleep(fr_remaining(deadline, FR_SLICE));
    }
}

/* The next frame if it is there, or a later one if that is overwritten. */
static inline fr_status fr_read_next(fr_reader *reader, fr_frame *frame)
{
    fr_segment *segment = reader->segment;
    uint64_t head, wanted = reader->next, lost = 0;
    if (!fr_try_head(segment, &head))
        return FR_CORRUPT;
    if (reader->options.latest)
        wanted = fr_max(wanted, head);
    /* A producer that is faster than this loop would keep it for ever. */
    for (int round = 0; round < FR_ROUNDS; round++) {
        if (reader->options.lossless && fr_is_evicted(&reader->holder))
            return FR_EVICTED;
        fr_status status = fr_read(segment, wanted, frame);
        if (status == FR_OK || status == FR_CORRUPT) {
            /* One that is damaged is so for good: the next call goes on behind it. */
            frame->lost = lost;
            reader->lost += lost + (status == FR_CORRUPT ? 1 : 0);
            reader->next = wanted + 1;
            return status;
        }
        if (status != FR_OVERWRITTEN)
            break;
        /* Go on where there is some room before the producer, not at its heels, or the next one is lost too. */
        head = fr_head(segment);
        uint64_t oldest = fr_oldest(segment, head);
        uint64_t resume = reader->options.latest ? head : oldest + (head > oldest ? (head - oldest) / 4 : 0);
        resume = fr_max(wanted + 1, resume);
        if (!reader->options.latest)
            lost += resume - wanted;
        wanted = resume;
    }
    if (lost > 0 && wanted > reader->next) {
        reader->next = wanted;
        reader->lost += lost;
    }
    return FR_NOT_YET;
}

static inline void fr_note_sleep(fr_watch *watch, bool is_slice_over)
{
    /* After 1000 short slices without a frame nothing is gained by them. */
    if (watch->frames_left > 0 && is_slice_over && ++watch->empty_slices >= 1000)
        watch->frames_left = watch->empty_slices = 0;
    watch->has_slept = true;
    watch->is_slice_over = is_slice_over;
}

/* Late is a frame that came during a sleep, which lasted until its end all the same, or that had been there for a while. An age of a
 * second, or below nothing, is that of another time namespace's clock. */
static inline void fr_note_frame(fr_watch *watch, int64_t publish_time)
{
    if (!watch->has_slept)
        return;
    int64_t age = (int64_t)((uint64_t)fr_now() - (uint64_t)publish_time);
    watch->has_slept = false;
    watch->empty_slices = 0;
    if (watch->is_slice_over || (age > FR_LATE && age < FR_OLDEST_AGE))
        watch->frames_left = 16;
    else if (watch->frames_left > 0)
        watch->frames_left--;
}

/* Waits for the next frame, so many nanoseconds; 0 does not wait; below 0: for ever. After FR_ENDED or FR_WRITER_DIED a further call waits
 * for a producer that takes up the name, and goes on with it. */
static inline fr_status fr_wait_next(fr_reader *reader, int64_t timeout, fr_frame *frame)
{
    int64_t deadline = fr_deadline(timeout);
    /* Who is always behind never waits, and would not hear of it there. */
    if (fr_stops(reader))
        return FR_CANCELED;
    if (reader->over != FR_OK) {
        fr_status status = fr_wait_for_successor(reader, deadline);
        if (status != FR_OK)
            return status;
    }
    /* The frame handed out before is done with. */
    if (reader->options.lossless)
        fr_move_cursor(&reader->holder, reader->next);
    reader->watch.has_slept = false;
    for (;;) {
        /* E: the wake word first, then the look. */
        const fr_cursor *cursor = fr_cursor_of(reader->segment);
        uint32_t seen = fr_acquire32(&cursor->wake_word);
        fr_status status = fr_read_next(reader, frame);
        if (status != FR_NOT_YET) {
            if (status == FR_OK)
                fr_note_frame(&reader->watch, frame->metadata.publish_time);
            return status;
        }
        /* F: the state, then the head again: what was published before the state changed is not left behind. */
        uint32_t state = fr_acquire32(&cursor->state);
        if (state == FR_STATE_ENDED || state == FR_STATE_RETIRED) {
            if ((status = fr_read_next(reader, frame)) != FR_NOT_YET)
                return status;
            if (state == FR_STATE_ENDED)
                return fr_set_over(reader, FR_ENDED);
            fr_holder before = reader->holder;
            status = fr_move(reader);
            if (status == FR_OK)
                status = fr_join_unless_known(reader, &before);
            if (status == FR_OK)
                continue;
            if (status == FR_NOT_YET)
                status = fr_look_for_end(reader);
            if (status != FR_OK)
                return status == FR_REFUSED ? status : fr_set_over(reader, status);
        }
        if (fr_stops(reader))
            return FR_CANCELED;
        bool is_timed_out = fr_now() >= deadline, is_wary = reader->watch.frames_left > 0;
        if (!is_timed_out && reader->options.poll)
            fr_sleep(fr_remaining(deadline, FR_POLL));
        else if (!is_timed_out)
            fr_note_sleep(&reader->watch, fr_futex_wait(&cursor->wake_word, seen, fr_remaining(deadline, is_wary ? FR_POLL : FR_SLICE)));
        /* Who polls, or sleeps in short slices, asks for the writer as often as who waits. */
        if ((!is_timed_out && !reader->options.poll && !is_wary) || fr_now() - reader->looked_for_writer >= FR_SLICE) {
            reader->looked_for_writer = fr_now();
            status = fr_look_for_writer(reader);
            if (status == FR_REFUSED)
                return status;
            if (status == FR_WRITER_DIED) {
                /* It may have published, ended or moved on between our look and its death. */
                state = fr_acquire32(&fr_cursor_of(reader->segment)->state);
                if ((status = fr_read_next(reader, frame)) != FR_NOT_YET)
                    return status;
                if (state != FR_STATE_ENDED && state != FR_STATE_RETIRED)
                    return fr_set_over(reader, FR_WRITER_DIED);
            }
        }
        if (is_timed_out)
            return FR_TIMED_OUT;
    }
}

/* Keeps the producer from using the frame's slot again. FR_OK: everything read from the frame before is the frame too.
 * FR_OVERWRITTEN: too late. FR_EVICTED, FR_TOO_MANY_LEASES. The reader was attached with leases. */
static inline fr_status fr_lease_frame(fr_reader *reader, const fr_frame *frame, fr_lease *lease)
{
    int pin = 0;
    fr_holder *holder = &reader->holder;
    if (!reader->options.leases || holder->base == NULL)
        return fr_refuse(reader, "this reader was attached without leases");
    if (reader->options.lossless && fr_is_evicted(holder))
        return FR_EVICTED;
    if (!fr_is_mapped(frame))
        return FR_OVERWRITTEN;
    while (pin < FR_MAX_LEASES && (reader->pins >> pin & 1) != 0)
        pin++;
    if (pin == FR_MAX_LEASES)
        return FR_TOO_MANY_LEASES;
    lease->frame = *frame;
    lease->pin = pin;
    lease->table = holder->token;
    lease->word = fr_tagged(holder, frame->metadata.sequence);
    fr_announce(&fr_entry_of(holder)->pins[pin], lease->word);
    /* I: announced with a full fence, then the look. Exactly the stamp of the frame: the producer sees the pin before it uses the slot. */
    if (fr_acquire64(&fr_descriptor_of(frame->segment, frame->slot)->stamp) == frame->metadata.sequence << 1) {
        reader->pins |= 1u << pin;
        frame->segment->leases++;
        return FR_OK;
    }
    fr_clear(&fr_entry_of(holder)->pins[pin], lease->word);
    fr_wake_writer(holder);
    return FR_OVERWRITTEN;
}

/* FR_OK, or FR_REVOKED if the producer has taken the slot back. */
static inline fr_status fr_validate_lease(const fr_lease *lease) { return fr_validate(&lease->frame) == FR_OK ? FR_OK : FR_REVOKED; }

/* Gives the slot back to the producer. Once for each lease, before the reader is detached. */
static inline void fr_release(fr_reader *reader, fr_lease *lease)
{
    fr_holder *holder = &reader->holder;
    /* In a table that was left the pin is honoured by nobody, and is unmapped. */
    if (holder->base != NULL && fr_same(holder->token, lease->table)) {
        fr_clear(&fr_entry_of(holder)->pins[lease->pin], lease->word);
        fr_wake_writer(holder);
    }
    reader->pins &= ~(1u << lease->pin);
    lease->frame.segment->leases--;
    fr_leave(reader, lease->frame.segment);
}

/* Whether the producer ended because its camera or connection failed; of a ring that has ended. */
static inline bool fr_source_failed(const fr_reader *reader)
{
    return __atomic_load_n(&fr_cursor_of(reader->segment)->source_state, __ATOMIC_RELAXED) == FR_SOURCE_FAILED;
}

#endif
