/* FrameRing for C: layout version 1, as docs/layout.md has it, and a read-only reader, as docs/protocol.md has it. C11, 64-bit
 * little-endian Linux, no library besides libc. The letters at the loads are the sync points of docs/protocol.md. */
#ifndef FRAMERING_H
#define FRAMERING_H

#include <errno.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* ---- layout ---- */

#define FR_DIRECTORY_MAGIC UINT64_C(0x315249444d415246)
#define FR_SEGMENT_MAGIC UINT64_C(0x31474e4952454d41)
#define FR_LAYOUT_VERSION 1u
#define FR_NO_PTS INT64_MIN
#define FR_MAX_PLANES 4

enum { FR_PREPARING = 0, FR_LIVE = 1, FR_ENDED = 2, FR_RETIRED = 3 };

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
    _Atomic uint64_t magic; uint32_t layout_version, size_of_page; char name[64]; uint8_t reserved0[48];
    _Atomic uint32_t entry_version, wake_word; uint8_t reserved1[56];
    fr_entry entry; uint8_t reserved2[192]; uint64_t reserved_sequence; uint8_t reserved3[3576];
} fr_directory;

typedef struct {
    _Atomic uint64_t magic; uint32_t layout_version, size_of_header; fr_token token; uint64_t generation, first_sequence;
    int64_t segment_size; uint32_t slot_count, index_count; int64_t slot_size, cursor_offset, index_offset, descriptor_offset, slot_offset;
    uint32_t size_of_descriptor, page_tier; int64_t creation_time; int32_t writer_pid; uint32_t writer_uid; uint64_t writer_start_time;
    char name[64]; uint8_t reserved[3896];
} fr_header;

typedef struct {
    _Atomic uint64_t head; _Atomic uint32_t wake_word; uint8_t reserved0[116]; _Atomic uint32_t state; uint8_t reserved1[124];
    uint64_t counters[16]; uint8_t reserved2[3712];
} fr_cursor;

typedef struct {
    uint64_t sequence; int64_t pts; fr_rational time_base; int64_t duration, capture_time, publish_time, wall_clock_offset;
    uint32_t device_sequence, device_drop_count, format; int32_t plane_count, coded_width, coded_height; fr_crop crop;
    fr_plane planes[FR_MAX_PLANES]; int64_t bytes_used; fr_rational sample_aspect_ratio, frame_rate; uint32_t flags; int16_t rotation;
    uint8_t interlacing, path, primaries, transfer, matrix, range, chroma_location, capture_clock, capture_instant, reserved[17], user_data[32];
} fr_metadata;

typedef struct { _Atomic uint64_t stamp; fr_metadata metadata; } fr_descriptor;

_Static_assert(sizeof(fr_entry) == 128 && offsetof(fr_entry, token) == 40 && offsetof(fr_entry, state) == 56
    && offsetof(fr_entry, last_sequence) == 64 && offsetof(fr_entry, lease_token) == 72, "directory entry");
_Static_assert(sizeof(fr_directory) == 4096 && offsetof(fr_directory, entry_version) == 128 && offsetof(fr_directory, entry) == 192
    && offsetof(fr_directory, reserved_sequence) == 512, "directory page");
_Static_assert(sizeof(fr_header) == 4096 && offsetof(fr_header, slot_count) == 56 && offsetof(fr_header, slot_offset) == 96
    && offsetof(fr_header, name) == 136, "segment header");
_Static_assert(sizeof(fr_cursor) == 4096 && offsetof(fr_cursor, wake_word) == 8 && offsetof(fr_cursor, state) == 128
    && offsetof(fr_cursor, counters) == 256, "cursor block");
_Static_assert(sizeof(fr_metadata) == 248 && offsetof(fr_metadata, format) == 64 && offsetof(fr_metadata, planes) == 96
    && offsetof(fr_metadata, bytes_used) == 160 && offsetof(fr_metadata, user_data) == 216, "metadata");
_Static_assert(sizeof(fr_descriptor) == 256 && offsetof(fr_descriptor, metadata) == 8, "descriptor");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && sizeof(void *) == 8, "64-bit little-endian machines only");

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

/* ---- reader ---- */

typedef enum { FR_OK, FR_NOT_YET, FR_OVERWRITTEN, FR_OVER, FR_WRITER_DIED, FR_CORRUPT } fr_status;

typedef struct {
    const uint8_t *base;
    int64_t index_offset, descriptor_offset, slot_offset, slot_size;
    uint64_t first_sequence;
    uint32_t slot_count, index_count;
    fr_token token;
} fr_segment;

typedef struct {
    const char *name, *error;  /* error: what is broken, after a function returned false */
    uid_t owner;               /* trusted besides root and this user */
    const fr_directory *directory;
    fr_entry entry;
    fr_segment segment;
} fr_ring;

typedef struct { fr_metadata metadata; const uint8_t *pixels; uint32_t slot; } fr_frame;

static inline key_t fr_key(const char *name)
{
    uint32_t hash = 2166136261u;
    for (const char *part = "framering/1/"; *part; part++)
        hash = (hash ^ (uint8_t)*part) * 16777619u;
    for (; *name; name++)
        hash = (hash ^ (uint8_t)*name) * 16777619u;
    return (key_t)(hash == 0 ? 1 : hash);
}

/* Attaches read-only and says how large the mapping is. NULL with error == NULL: gone, or not there. */
static inline const void *fr_map(fr_ring *ring, int id, size_t *size)
{
    struct shmid_ds status;
    const void *address = shmat(id, NULL, SHM_RDONLY);
    if (address == (void *)-1) {
        ring->error = errno == EACCES ? "you may not read it" : NULL;
        return NULL;
    }
    /* Asked while the mapping keeps the segment alive; a System V segment never changes its size. */
    if (shmctl(id, IPC_STAT, &status) != 0)
        status.shm_segsz = 0;
    else if (status.shm_perm.cuid != 0 && status.shm_perm.cuid != geteuid() && status.shm_perm.cuid != ring->owner)
        ring->error = "it was created by a user you do not trust";
    if (status.shm_segsz != 0 && ring->error == NULL) {
        *size = status.shm_segsz;
        return address;
    }
    shmdt(address);
    return NULL;
}

static inline bool fr_read_entry(const fr_directory *directory, fr_entry *entry)
{
    for (int attempt = 0; attempt < 100; attempt++) {
        /* G: version, then the fields, then the version again. */
        uint32_t before = atomic_load_explicit(&directory->entry_version, memory_order_acquire);
        memcpy(entry, &directory->entry, sizeof *entry);
        atomic_thread_fence(memory_order_acquire);
        if ((before & 1) == 0 && atomic_load_explicit(&directory->entry_version, memory_order_relaxed) == before)
            return true;
    }
    return false;
}

static inline int64_t fr_round_up(int64_t value) { return (value + 4095) / 4096 * 4096; }

/* Attaches the segment that the entry names. False with error == NULL: not there (any more), look again later. */
static inline bool fr_open_segment(fr_ring *ring, const fr_entry *entry, fr_segment *segment)
{
    size_t size;
    ring->error = NULL;
    const uint8_t *base = fr_map(ring, entry->frame_segment_id, &size);
    if (base == NULL)
        return false;
    /* H: the magic before the rest. */
    fr_header header;
    bool ours = size >= sizeof header && atomic_load_explicit(&((const fr_header *)base)->magic, memory_order_acquire) == FR_SEGMENT_MAGIC;
    if (ours)
        memcpy(&header, base, sizeof header);
    ours = ours && memcmp(&header.token, &entry->token, sizeof header.token) == 0;
    if (ours && header.layout_version != FR_LAYOUT_VERSION)
        ring->error = "it has another layout version";
    if (!ours || ring->error != NULL) {
        shmdt(base);
        return false;
    }
    /* Every offset is computed from the limits; the header's own are only compared. */
    bool sane = header.slot_count >= 1 && header.slot_count <= 65535 && header.slot_size >= 4096
        && header.slot_size <= INT64_C(1) << 34 && header.slot_size % 4096 == 0;
    if (sane) {
        uint32_t index_count = 1;
        while (index_count < 2 * header.slot_count)
            index_count *= 2;
        int64_t descriptor_offset = fr_round_up(8192 + 8 * (int64_t)index_count);
        int64_t slot_offset = fr_round_up(descriptor_offset + 256 * (int64_t)header.slot_count);
        sane = header.index_count == index_count && header.cursor_offset == 4096 && header.index_offset == 8192
            && header.descriptor_offset == descriptor_offset && header.slot_offset == slot_offset
            && header.size_of_descriptor == 256 && header.size_of_header == 4096
            && slot_offset + header.slot_count * header.slot_size + 4096 <= (int64_t)size
            && header.first_sequence >= 1 && header.first_sequence < UINT64_C(1) << 48;
    }
    if (!sane) {
        ring->error = "its header is not one that a producer writes";
        shmdt(base);
        return false;
    }
    *segment = (fr_segment){ base, 8192, header.descriptor_offset, header.slot_offset, header.slot_size,
        header.first_sequence, header.slot_count, header.index_count, header.token };
    return true;
}

/* The semaphore is 1 while the writer lives. If it cannot be asked: the process of that number, if it started when the entry says. */
static inline bool fr_writer_lives(const fr_entry *entry)
{
    int value = semctl(entry->writer_semaphore_id, 0, GETVAL);
    if (value >= 0)
        return value > 0;
    char path[32], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", entry->writer_pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = 0;
    /* The command in brackets may hold anything; the start time is field 22, the 20th behind it. */
    char *field = strrchr(text, ')');
    for (int i = 0; i < 20 && field != NULL; i++)
        field = strchr(field + 1, ' ');
    unsigned long long start;
    return field != NULL && sscanf(field, "%llu", &start) == 1 && start != 0 && start == entry->writer_start_time;
}

/* Attaches a ring. False with error == NULL: there is none with a living producer yet. */
static inline bool fr_attach(fr_ring *ring)
{
    size_t size;
    ring->error = NULL;
    int id = shmget(fr_key(ring->name), 0, 0);
    if (id < 0 || (ring->directory = fr_map(ring, id, &size)) == NULL)
        return false;
    bool attached = false;
    uint64_t magic = size == 4096 ? atomic_load_explicit(&ring->directory->magic, memory_order_acquire) : 1;
    if (magic != 0 && magic != FR_DIRECTORY_MAGIC)
        ring->error = "its System V key is taken by something else";
    else if (magic != 0 && ring->directory->layout_version != FR_LAYOUT_VERSION)
        ring->error = "it has another layout version";
    else if (magic != 0 && strncmp(ring->directory->name, ring->name, sizeof ring->directory->name) != 0)
        ring->error = "its System V key belongs to another ring";
    else
        attached = magic != 0 && fr_read_entry(ring->directory, &ring->entry) && ring->entry.generation != 0
            && fr_writer_lives(&ring->entry) && fr_open_segment(ring, &ring->entry, &ring->segment);
    if (!attached)
        shmdt(ring->directory);
    return attached;
}

static inline void fr_detach(fr_ring *ring)
{
    shmdt(ring->segment.base);
    shmdt(ring->directory);
}

static inline const fr_cursor *fr_cursor_of(const fr_segment *segment) { return (const fr_cursor *)(segment->base + 4096); }

/* C: acquire, so that index and stamp are not older than the head. */
static inline uint64_t fr_head(const fr_segment *segment)
{
    return atomic_load_explicit(&fr_cursor_of(segment)->head, memory_order_acquire);
}

static inline const fr_descriptor *fr_descriptor_of(const fr_segment *segment, uint32_t slot)
{
    return (const fr_descriptor *)(segment->base + segment->descriptor_offset + 256 * (int64_t)slot);
}

/* D: all loads of pixels and metadata are done before the stamp is loaded again. */
static inline bool fr_still_ready(const fr_segment *segment, uint32_t slot, uint64_t sequence)
{
    atomic_thread_fence(memory_order_acquire);
    return atomic_load_explicit(&fr_descriptor_of(segment, slot)->stamp, memory_order_relaxed) == sequence << 1;
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

/* Takes exactly one frame, if it is there. Never waits. */
static inline fr_status fr_read(const fr_segment *segment, uint64_t sequence, fr_frame *frame)
{
    if (sequence < segment->first_sequence)
        return FR_OVERWRITTEN;
    if (sequence > fr_head(segment))
        return FR_NOT_YET;
    /* B: acquire, so that the stamp is not older than the index word. */
    const _Atomic uint64_t *index = (const _Atomic uint64_t *)(segment->base + segment->index_offset);
    uint64_t word = atomic_load_explicit(&index[sequence & (segment->index_count - 1)], memory_order_acquire);
    uint32_t slot = word & 0xffff;
    if (word >> 16 != sequence)
        return FR_OVERWRITTEN;
    if (slot >= segment->slot_count)
        return FR_CORRUPT;
    /* A: acquire, so that metadata and pixels are read after the stamp. */
    const fr_descriptor *descriptor = fr_descriptor_of(segment, slot);
    if (atomic_load_explicit(&descriptor->stamp, memory_order_acquire) != sequence << 1)
        return FR_OVERWRITTEN;
    memcpy(&frame->metadata, &descriptor->metadata, sizeof frame->metadata);
    if (!fr_still_ready(segment, slot, sequence))
        return FR_OVERWRITTEN;
    if (frame->metadata.sequence != sequence || !fr_fits(&frame->metadata, segment->slot_size))
        return FR_CORRUPT;
    frame->slot = slot;
    frame->pixels = segment->base + segment->slot_offset + slot * segment->slot_size;
    return FR_OK;
}

/* The oldest frame that is still there; the head if none is older. */
static inline uint64_t fr_oldest(const fr_segment *segment)
{
    uint64_t head = fr_head(segment), sequence = head > segment->slot_count ? head - segment->slot_count + 1 : 1;
    fr_frame ignored;
    if (sequence < segment->first_sequence)
        sequence = segment->first_sequence;
    while (sequence < head && fr_read(segment, sequence, &ignored) != FR_OK)
        sequence++;
    return sequence;
}

/* Waits for frame *next or, if that is overwritten, a later one; *next is then its number. */
static inline fr_status fr_wait(fr_ring *ring, uint64_t *next, bool poll, fr_frame *frame)
{
    bool writer_gone = false;
    for (;;) {
        /* E: the wake word first, then the look. */
        const fr_cursor *cursor = fr_cursor_of(&ring->segment);
        uint32_t seen = atomic_load_explicit(&cursor->wake_word, memory_order_acquire);
        /* F: the state before the head: what was published before the state changed is not left behind. */
        uint32_t state = atomic_load_explicit(&cursor->state, memory_order_acquire);
        fr_status status = fr_read(&ring->segment, *next, frame);
        if (status == FR_OVERWRITTEN) {
            uint64_t oldest = fr_oldest(&ring->segment), head = fr_head(&ring->segment);
            uint64_t resume = oldest + (head > oldest ? (head - oldest) / 4 : 0);
            *next = resume > *next ? resume : *next + 1;
            continue;
        }
        if (status != FR_NOT_YET)
            return status;
        if (state == FR_ENDED)
            return FR_OVER;
        fr_entry entry;
        if (state == FR_RETIRED && fr_read_entry(ring->directory, &entry)
            && memcmp(&entry.token, &ring->segment.token, sizeof entry.token) != 0) {
            fr_segment segment;
            if (fr_open_segment(ring, &entry, &segment)) {
                shmdt(ring->segment.base);
                ring->segment = segment;
                ring->entry = entry;
                continue;
            }
            if (ring->error != NULL)
                return FR_CORRUPT;
        }
        /* One more look after the death: a frame may have been published between our look and it. */
        if (writer_gone)
            return FR_WRITER_DIED;
        struct timespec slice = { 0, poll ? 1000000 : 50000000 };
        if (poll)
            nanosleep(&slice, NULL);
        else
            syscall(SYS_futex, &cursor->wake_word, FUTEX_WAIT, seen, &slice, NULL, 0);
        writer_gone = !fr_writer_lives(&ring->entry);
    }
}

#endif
