/* Prints one line per frame of a ring: sequence, pts, visible width and height, FourCC, CRC-32 of the visible bytes.
 * Build: cc -std=c11 -O2 -o framering-read framering-read.c */
#include "framering.h"
#include <signal.h>
#include <stdlib.h>

/* The exit codes of the tools; README.md. */
enum { DONE = 0, FAILURE = 1, USAGE = 2, NO_RING = 3, WRITER_DIED = 4, TIMED_OUT = 5, FRAMES_LOST = 6 };

#define MAX_OWNERS 16

typedef struct {
    fr_options reading;
    uint32_t owners[MAX_OWNERS];
    int64_t wait, timeout, frames;
    bool follow, strict;
} request;

typedef struct { uint64_t printed, overwritten; } counts;

static volatile sig_atomic_t stopped;

/* The second signal ends the process at once. */
static void stop(int number)
{
    stopped = 1;
    signal(number, SIG_DFL);
}

static int fail(const request *r, int code, const char *what)
{
    fprintf(stderr, "framering-read: ring '%s': %s\n", r->reading.name, what);
    return code;
}

/* ---- the command line ---- */

static int usage(const char *what, const char *value)
{
    if (what != NULL)
        fprintf(stderr, "framering-read: error: %s '%s'. See 'framering-read --help'.\n", what, value);
    return USAGE;
}

static int help(void)
{
    puts("Usage: framering-read RING [options]\n"
        "Prints one line per frame: sequence, pts, visible width and height, FourCC, CRC-32 of the visible bytes.\n"
        "  -n, --frames N       stop after that many frames\n"
        "  -w, --wait SECONDS   wait so long for the ring (default 10)\n"
        "  --timeout SECONDS    give up when no frame comes for so long (default: never)\n"
        "  --start WHERE        newest (default), oldest, next or a sequence; -o is --start oldest\n"
        "  --policy HOW         every (default): all frames in order; latest: always the newest\n"
        "  --follow             when the producer has ended or died, wait for the next one of that name\n"
        "  --lossless           have the producer wait for this reader; it must run with --delivery lossless\n"
        "  --lease              keep a frame's slot while the frame is worked on; it must run with --leases\n"
        "  -u, --owner UID      also trust rings of that user; may be given more than once\n"
        "  --strict             end with code 6 if a frame was lost or overwritten while in use\n"
        "  -p, --poll           look once a millisecond instead of sleeping on the futex");
    return DONE;
}

static bool parse_count(const char *text, uint64_t least, uint64_t most, uint64_t *value)
{
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == 0 && errno == 0 && *value >= least && *value <= most;
}

static bool parse_seconds(const char *text, int64_t *nanoseconds)
{
    char *end;
    double seconds = strtod(text, &end);
    *nanoseconds = seconds >= 0 && seconds < 9e9 ? (int64_t)(seconds * 1e9) : 0;
    return ((*text >= '0' && *text <= '9') || *text == '.') && *end == 0 && seconds < 9e9;
}

static bool parse_start(const char *text, fr_options *options)
{
    static const char *names[] = { "newest", "oldest", "next" };
    for (int i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            options->start = (fr_start)i;
            return true;
        }
    options->start = FR_START_SEQUENCE;
    return parse_count(text, 1, FR_MAX_SEQUENCE, &options->start_sequence);
}

static bool is(const char *text, const char *name, const char *short_name)
{
    return strcmp(text, name) == 0 || (short_name != NULL && strcmp(text, short_name) == 0);
}

static bool parse_value(request *r, const char *option, const char *value)
{
    uint64_t number = 0;
    bool fits;
    if (is(option, "--frames", "-n")) {
        fits = parse_count(value, 1, INT64_MAX, &number);
        r->frames = (int64_t)number;
    } else if (is(option, "--wait", "-w")) {
        fits = parse_seconds(value, &r->wait);
    } else if (is(option, "--timeout", NULL)) {
        fits = parse_seconds(value, &r->timeout);
    } else if (is(option, "--start", NULL)) {
        fits = parse_start(value, &r->reading);
    } else if (is(option, "--policy", NULL)) {
        r->reading.latest = strcmp(value, "latest") == 0;
        fits = r->reading.latest || strcmp(value, "every") == 0;
    } else {
        fits = r->reading.owner_count < MAX_OWNERS && parse_count(value, 0, UINT32_MAX, &number);
        if (fits)
            r->owners[r->reading.owner_count++] = (uint32_t)number;
    }
    return fits;
}

/* Below 0: run; else the exit code. */
static int parse(request *r, int argc, char **argv)
{
    static const char *with_value[] = { "--frames", "-n", "--wait", "-w", "--timeout", "--start", "--policy", "--owner", "-u" };
    memset(r, 0, sizeof *r);
    r->wait = INT64_C(10000000000);
    r->timeout = r->frames = -1;
    for (int i = 1; i < argc; i++) {
        const char *text = argv[i];
        bool takes_value = false;
        for (size_t k = 0; k < sizeof with_value / sizeof *with_value; k++)
            takes_value |= strcmp(text, with_value[k]) == 0;
        if (is(text, "--help", "-h"))
            return help();
        if (takes_value) {
            if (i + 1 == argc || !parse_value(r, text, argv[i + 1]))
                return usage(i + 1 == argc ? "no value for" : "no such value:", i + 1 == argc ? text : argv[i + 1]);
            i++;
        } else if (is(text, "-o", NULL)) {
            r->reading.start = FR_START_OLDEST;
        } else if (is(text, "--follow", NULL)) {
            r->follow = true;
        } else if (is(text, "--lossless", NULL)) {
            r->reading.lossless = true;
        } else if (is(text, "--lease", NULL)) {
            r->reading.leases = true;
        } else if (is(text, "--strict", NULL)) {
            r->strict = true;
        } else if (is(text, "--poll", "-p")) {
            r->reading.poll = true;
        } else if (text[0] == '-' || r->reading.name != NULL) {
            return usage("unknown argument", text);
        } else {
            r->reading.name = text;
        }
    }
    if (r->reading.name == NULL)
        return usage("the name of a ring is missing behind", argv[0]);
    if (r->reading.lossless && r->reading.latest)
        return usage("--lossless gets every frame and does not go with --policy", "latest");
    r->reading.owners = r->owners;
    r->reading.stop = &stopped;
    return -1;
}

/* ---- frames ---- */

static uint32_t crc_table[256];

static void make_crc_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; bit++)
            value = value & 1 ? value >> 1 ^ 0xedb88320u : value >> 1;
        crc_table[i] = value;
    }
}

/* The rows of the visible part, plane by plane, where they lie. */
static bool visible_crc(const fr_frame *frame, uint32_t *result)
{
    uint32_t crc = ~0u;
    for (int plane = 0; plane < frame->metadata.plane_count; plane++) {
        fr_rows rows;
        if (!fr_visible(frame, plane, &rows))
            return false;
        for (int64_t y = 0; y < rows.count; y++) {
            const uint8_t *pixel = rows.first + y * rows.stride;
            for (int64_t x = 0; x < rows.bytes; x++)
                crc = crc >> 8 ^ crc_table[(crc ^ pixel[x]) & 0xff];
        }
    }
    *result = ~crc;
    return true;
}

static void format_code(uint32_t code, char text[24])
{
    int length = 0;
    for (int i = 0; i < 4; i++) {
        int byte = code >> (8 * i) & 0xff;
        length += sprintf(text + length, byte >= ' ' && byte <= '~' ? "%c" : "[%d]", byte);
    }
    while (length > 1 && text[length - 1] == ' ')
        text[--length] = 0;
}

/* False: standard output cannot be written. */
static bool print_line(const fr_metadata *m, uint32_t crc)
{
    char code[24];
    format_code(m->format, code);
    if (m->pts == FR_NO_PTS)
        printf("%llu none", (unsigned long long)m->sequence);
    else
        printf("%llu %lld", (unsigned long long)m->sequence, (long long)m->pts);
    printf(" %d %d %s %08x\n", m->crop.width, m->crop.height, code, crc);
    return fflush(stdout) == 0;
}

/* Uses one frame, leased or not, and prints it unless it was overwritten meanwhile. Below 0: go on; else the exit code. */
static int use(const request *r, fr_reader *reader, const fr_frame *frame, counts *c)
{
    fr_lease lease;
    uint32_t crc = 0;
    memset(&lease, 0, sizeof lease);
    if (r->reading.leases && fr_lease_frame(reader, frame, &lease) != FR_OK) {
        c->overwritten++;
        return -1;
    }
    bool is_known = visible_crc(frame, &crc);
    /* After the last use of the pixels: was it this frame all the time? */
    bool is_whole = fr_validate(frame) == FR_OK;
    if (r->reading.leases)
        fr_release(reader, &lease);
    if (!is_known)
        return fail(r, FAILURE, "its pixel format is not in the table of this program");
    if (!is_whole) {
        c->overwritten++;
        return -1;
    }
    if (!print_line(&frame->metadata, crc))
        return errno == EPIPE ? DONE : fail(r, FAILURE, "standard output cannot be written");
    c->printed++;
    return -1;
}

static int read_all(const request *r, fr_reader *reader, counts *c)
{
    /* While it follows: when the whole of --timeout is over, however many producers come and go meanwhile. */
    int64_t patience = -1;
    while (c->printed != (uint64_t)r->frames) {
        fr_frame frame;
        fr_status status = fr_wait_next(reader, patience < 0 ? r->timeout : fr_remaining(patience, INT64_MAX), &frame);
        bool is_over = status == FR_ENDED || status == FR_WRITER_DIED;
        int code = -1;
        if (status == FR_OK) {
            patience = -1;
            code = use(r, reader, &frame, c);
        } else if (is_over && r->follow && patience < 0) {
            fail(r, 0, status == FR_ENDED ? "the producer has ended; waiting for the next one" : "the producer has died; waiting for the next one");
            patience = fr_deadline(r->timeout);
        } else if (status == FR_TIMED_OUT || (is_over && r->follow && fr_now() >= patience)) {
            code = fail(r, TIMED_OUT, "no frame came in the time given");
        } else if (is_over && r->follow) {
            continue;
        } else if (status == FR_CANCELED) {
            code = DONE;
        } else if (status == FR_ENDED) {
            code = fr_source_failed(reader) ? fail(r, WRITER_DIED, "the producer has ended because its source failed") : DONE;
        } else if (status == FR_WRITER_DIED) {
            code = fail(r, WRITER_DIED, "the producer has died without ending the ring");
        } else if (status == FR_EVICTED) {
            code = fail(r, FRAMES_LOST, "the producer waits for this reader no more, because it was too slow; frames are lost. Give the producer a longer --reader-timeout.");
        } else {
            code = fail(r, FAILURE, status == FR_REFUSED ? reader->error : "it holds something that a producer never writes");
        }
        if (code >= 0)
            return code;
    }
    return DONE;
}

int main(int argc, char **argv)
{
    request r;
    counts c = { 0, 0 };
    static fr_reader reader;
    int code = parse(&r, argc, argv);
    if (code >= 0)
        return code;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, stop);
    signal(SIGTERM, stop);
    signal(SIGHUP, stop);
    make_crc_table();
    switch (fr_attach(&reader, &r.reading, r.wait)) {
    case FR_OK: break;
    case FR_CANCELED: return DONE;
    case FR_NO_RING: return fail(&r, NO_RING, "there is none with a living producer");
    default: return fail(&r, FAILURE, reader.error);
    }
    code = read_all(&r, &reader, &c);
    fr_detach(&reader);
    if (reader.lost + c.overwritten > 0)
        fprintf(stderr, "framering-read: %llu frames lost, %llu overwritten while in use\n", (unsigned long long)reader.lost, (unsigned long long)c.overwritten);
    return code == DONE && (r.strict || r.reading.lossless) && reader.lost + c.overwritten > 0 ? FRAMES_LOST : code;
}
