/* Asks framering.h what a program on it may ask, and prints the answers. Usage: answers RING KIND, as CReaderAnswersTests calls it. Linked with
 * --wrap=syscall, so that refusals of the kernel are counted. */
#include "framering.h"

enum { FOR_EVER = -1, SOON = 200000000 };

static fr_reader reader;
static fr_options options;
static volatile sig_atomic_t stop;
static int denials;

long __real_syscall(long number, long a, long b, long c, long d, long e, long f);
long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f);

long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f)
{
    long result = __real_syscall(number, a, b, c, d, e, f);
    denials += result == -1 && errno == EACCES;
    return result;
}

static fr_frame next_frame(void)
{
    fr_frame frame;
    memset(&frame, 0, sizeof frame);
    while (fr_wait_next(&reader, FOR_EVER, &frame) != FR_OK)
        ;
    return frame;
}

static void say(const char *what)
{
    puts(what);
    fflush(stdout);
}

/* A frame of a generation that this reader has left, and then of a ring that begins anew with the same number in the same slot. */
static void hold_too_long(void)
{
    fr_frame first = next_frame(), other;
    fr_lease lease;
    fr_rows rows;
    say("taken");
    other = next_frame();
    printf("%d %d %d\n", fr_validate(&first), fr_lease_frame(&reader, &first, &lease), fr_visible(&first, 0, &rows));
    say("left");
    while ((other = next_frame()).metadata.sequence != first.metadata.sequence)
        ;
    printf("%d %d %d\n", fr_validate(&first), fr_lease_frame(&reader, &first, &lease), fr_visible(&first, 0, &rows));
    printf("%d\n", fr_validate(&other));
    fr_detach(&reader);
    printf("%d\n", fr_validate(&other));
}

/* What a reader without a producer says when the entry tells of an end. */
static void see_end(void)
{
    fr_frame frame;
    fr_entry entry;
    while (fr_wait_next(&reader, FOR_EVER, &frame) != FR_WRITER_DIED)
        ;
    say("died");
    while (!fr_read_entry(reader.place.page, &entry) || entry.state != FR_STATE_ENDED)
        ;
    printf("%d\n", fr_wait_next(&reader, SOON, &frame));
}

static void attach_late(void)
{
    static const uint64_t sequences[] = { 0, 1, FR_MAX_SEQUENCE, FR_MAX_SEQUENCE + 1, UINT64_MAX };
    options.start = FR_START_SEQUENCE;
    for (int i = 0; i < 5; i++) {
        options.start_sequence = sequences[i];
        fr_status status = fr_attach(&reader, &options, 0);
        printf("%d %d\n", status, reader.next == sequences[i]);
        fr_detach(&reader);
    }
}

static void attach_by_name(void)
{
    static const char *const names[] = { NULL, "", ".a", "-a", "a/b", "a b", "\x1b[2J",
        "0123456789012345678901234567890123456789012345678901234567890123", "012345678901234567890123456789012345678901234567890123456789012", "a.b_c-D" };
    for (int i = 0; i < 10; i++) {
        options.name = names[i];
        printf("%d ", fr_attach(&reader, &options, 0));
    }
    puts("");
}

/* How frames are to be shown, until the ring ends. */
static void tell_orientation(void)
{
    fr_frame frame;
    while (fr_wait_next(&reader, FOR_EVER, &frame) == FR_OK)
        printf("%d %d\n", frame.metadata.mirroring == FR_MIRRORING_LEFT_RIGHT, frame.metadata.rotation);
}

int main(int argc, char **argv)
{
    const char *kind = argv[argc - 1];
    fr_frame frame;
    memset(&options, 0, sizeof options);
    options.name = argv[argc - 2];
    options.start = FR_START_OLDEST;
    options.stop = &stop;
    options.leases = strcmp(kind, "stale") == 0 || strcmp(kind, "denied") == 0;
    if (strcmp(kind, "sequences") == 0) {
        attach_late();
        return 0;
    }
    if (strcmp(kind, "names") == 0) {
        attach_by_name();
        return 0;
    }
    fr_status status = fr_attach(&reader, &options, INT64_C(10000000000));
    if (strcmp(kind, "denied") == 0) {
        printf("%d %d\n%s\n", status, denials, reader.error);
        return 0;
    }
    if (status != FR_OK) {
        fputs(reader.error, stderr);
        return 1;
    }
    if (strcmp(kind, "stop") == 0) {
        /* There is a frame, and one more, so nothing has to wait. */
        printf("%d ", fr_wait_next(&reader, FOR_EVER, &frame));
        stop = 1;
        printf("%d\n", fr_wait_next(&reader, FOR_EVER, &frame));
    } else if (strcmp(kind, "stale") == 0) {
        hold_too_long();
    } else if (strcmp(kind, "orientation") == 0) {
        tell_orientation();
    } else {
        see_end();
    }
    fr_detach(&reader);
    return 0;
}
