/* Prints one line per frame of a ring: sequence, pts, visible width and height, FourCC, CRC-32 of the visible bytes.
 * Build: cc -std=c11 -O2 -o framering-read framering-read.c */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L /* sigaction and poll, which C11 does not know */
#endif
#include "framering.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* ---- stop signals ---- */

enum { FASTEST_SECOND_PRESS = 200000000, SAME_WISH = 1000000000 };

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };
static volatile sig_atomic_t stopped;
static int64_t asked;       /* when the first one came; these two only the handler knows */
static int interrupts;

/* The first asks for a clean end. Others often follow at once, of the same wish: timeout(1) sends two. Only a second SIGINT that a person can
 * have typed, or any signal more than a second later, ends the process at once. */
static void hear(int number)
{
    int before = errno;
    int64_t now = fr_now();
    interrupts += number == SIGINT;
    if (!stopped) {
        asked = now;
        stopped = 1;
    } else if ((number == SIGINT && interrupts > 1 && now - asked > FASTEST_SECOND_PRESS) || now - asked > SAME_WISH) {
        sigset_t these;
        sigemptyset(&these);
        sigaddset(&these, number);
        signal(number, SIG_DFL);
        raise(number);
        sigprocmask(SIG_UNBLOCK, &these, NULL);
        _exit(128 + number); /* The first process of a container does not die by a signal. */
    }
    errno = before;
}

/* Without SA_RESTART, so that what waits hears of it too. What was ignored at the start, as by nohup, stays so. */
static void hear_stop_signals(void)
{
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = hear;
    for (size_t i = 0; i < sizeof stop_signals / sizeof *stop_signals; i++)
        sigaddset(&action.sa_mask, stop_signals[i]);
    for (size_t i = 0; i < sizeof stop_signals / sizeof *stop_signals; i++)
        if (sigaction(stop_signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(stop_signals[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* ---- standard streams ---- */

static bool has_output;

/* Puts /dev/null in place of the streams that the process was not given: a file that is opened later would get the number of one, and what
 * is meant for the one would go into the other. */
static void complete_streams(void)
{
    int flags = fcntl(STDOUT_FILENO, F_GETFL);
    has_output = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
    for (int number = 0; number <= STDERR_FILENO; number++)
        if (fcntl(number, F_GETFL) < 0 && open("/dev/null", number == STDIN_FILENO ? O_RDONLY : O_WRONLY) != number)
            _exit(FAILURE);
}

/* A line on standard error. Nobody waits in write(2), where no signal would be heard: for somebody who does not read it waits a second, and from
 * then on not at all until there is room again. What cannot be written is lost; the exit code tells too. */
static void write_error(const char *text, size_t length)
{
    enum { LOOKS = 10, LOOK_MS = 100, TERMINAL_PART = 128 };
    static bool is_stuck;
    struct stat status;
    bool is_socket = fstat(STDERR_FILENO, &status) == 0 && S_ISSOCK(status.st_mode);
    size_t part = isatty(STDERR_FILENO) ? (size_t)TERMINAL_PART : length;
    for (int looks = 0; length > 0;) {
        struct pollfd room = { STDERR_FILENO, POLLOUT, 0 };
        ssize_t written = -1;
        bool has_room = poll(&room, 1, is_stuck ? 0 : LOOK_MS) > 0;
        if (has_room)
            written = is_socket ? send(STDERR_FILENO, text, length, MSG_DONTWAIT | MSG_NOSIGNAL)
                                : write(STDERR_FILENO, text, length < part ? length : part);
        if (written > 0) {
            text += written;
            length -= (size_t)written;
            is_stuck = false;
        } else if (has_room && errno != EAGAIN && errno != EINTR) {
            return;
        } else if (is_stuck || ++looks == LOOKS) {
            is_stuck = true;
            return;
        }
    }
}

/* A message, as a line. What is not printable is shown as '?'. */
#if defined __GNUC__
__attribute__((format(printf, 1, 2)))
#endif
static void say(const char *format, ...)
{
    static const char name[] = "framering-read: ";
    char text[1024];
    va_list values;
    va_start(values, format);
    memcpy(text, name, sizeof name);
    vsnprintf(text + sizeof name - 1, sizeof text - sizeof name, format, values);
    va_end(values);
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~')
            text[i] = '?';
    text[length++] = '\n';
    write_error(text, length);
}

/* Below 0: written; else the exit code. Who reads no more ends this program, and so does a signal while nobody reads. */
static int put(const char *text)
{
    if (!has_output) {
        say("error: standard output is closed. Send it to a file or a program, or to /dev/null.");
        return FAILURE;
    }
    for (size_t done = 0, length = strlen(text); done < length;) {
        /* There is room for a line in a pipe that poll finds ready. */
        struct pollfd room = { STDOUT_FILENO, POLLOUT, 0 };
        int ready = poll(&room, 1, 100);
        if (ready <= 0 && stopped)
            return DONE;
        ssize_t written = ready <= 0 ? 0 : write(STDOUT_FILENO, text + done, length - done);
        if (written < 0 && errno == EPIPE)
            return DONE;
        if (written < 0 && errno != EINTR && errno != EAGAIN) {
            say("error: standard output cannot be written: %s", strerror(errno));
            return FAILURE;
        }
        done += written < 0 ? 0 : (size_t)written;
    }
    return -1;
}

static int fail(const request *r, int code, const char *what)
{
    say("ring '%s': %s", r->reading.name, what);
    return code;
}

/* ---- the command line ---- */

static int usage(const char *what, const char *value)
{
    say("error: %s '%s'. See 'framering-read --help'.", what, value);
    return USAGE;
}

static int help(void)
{
    int code = put("Usage: framering-read RING [options]\n"
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
        "  -p, --poll           look once a millisecond instead of sleeping on the futex\n");
    return code < 0 ? DONE : code;
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
    /* Digits, with one point at most. 100 years. */
    size_t digits = strspn(text, "0123456789"), more = text[digits] == '.' ? strspn(text + digits + 1, "0123456789") : 0;
    double seconds = strtod(text, NULL);
    bool fits = digits + more > 0 && text[digits + (text[digits] == '.') + more] == 0 && seconds <= 3155760000.0;
    *nanoseconds = fits ? (int64_t)(seconds * 1e9) : 0;
    return fits;
}

static bool parse_start(const char *text, fr_options *options)
{
    static const char *names[] = { "newest", "oldest", "next" };
    for (int i = 0; i < 3; i++)
        if (strcasecmp(text, names[i]) == 0) {
            options->start = (fr_start)i;
            return true;
        }
    options->start = FR_START_SEQUENCE;
    return parse_count(text, 0, FR_MAX_SEQUENCE, &options->start_sequence);
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
        const char *text = argv[i], *joined = NULL; /* as in --wait=1 */
        bool takes_value = false;
        for (size_t k = 0; k < sizeof with_value / sizeof *with_value; k++) {
            size_t length = strlen(with_value[k]);
            if (strncmp(text, with_value[k], length) == 0 && (text[length] == 0 || (text[length] == '=' && with_value[k][1] == '-'))) {
                takes_value = true;
                joined = text[length] == '=' ? text + length + 1 : NULL;
                text = with_value[k];
            }
        }
        if (is(text, "--help", "-h"))
            return help();
        if (takes_value) {
            const char *value = joined != NULL ? joined : i + 1 < argc ? argv[++i] : NULL;
            if (value == NULL || !parse_value(r, text, value))
                return usage(value == NULL ? "no value for" : "no such value:", value == NULL ? text : value);
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
        } else if (!fr_is_name(text)) {
            return usage("1 to 63 letters, digits, '.', '_' or '-', not beginning with '.' or '-', are the name of a ring, and not", text);
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

/* Below 0: go on; else the exit code. */
static int print_line(const fr_metadata *m, uint32_t crc)
{
    char code[24], pts[24] = "none", line[160];
    format_code(m->format, code);
    if (m->pts != FR_NO_PTS)
        snprintf(pts, sizeof pts, "%lld", (long long)m->pts);
    snprintf(line, sizeof line, "%llu %s %d %d %s %08x\n", (unsigned long long)m->sequence, pts, m->crop.width, m->crop.height, code, crc);
    return put(line);
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
    int code = print_line(&frame->metadata, crc);
    c->printed += code < 0 ? 1 : 0;
    return code;
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
    complete_streams();
    hear_stop_signals();
    int code = parse(&r, argc, argv);
    if (code < 0 && !has_output)
        code = put("");
    if (code >= 0)
        return code;
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
        say("%llu frames lost, %llu overwritten while in use", (unsigned long long)reader.lost, (unsigned long long)c.overwritten);
    return code == DONE && (r.strict || r.reading.lossless) && reader.lost + c.overwritten > 0 ? FRAMES_LOST : code;
}
