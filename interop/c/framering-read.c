/* Prints one line per frame of a ring: sequence, pts, visible width and height, FourCC, CRC-32 of the visible bytes.
 * Build: cc -std=gnu11 -O2 -o framering-read framering-read.c */
#define _GNU_SOURCE
#include "framering.h"
#include <stdlib.h>

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
    const fr_metadata *m = &frame->metadata;
    const fr_format *format = fr_find_format(m->format);
    uint32_t crc = ~0u;
    if (format == NULL)
        return false;
    for (int plane = 0; plane < m->plane_count; plane++) {
        int64_t row, column, rows, bytes;
        if (!fr_shape(format, plane, m->crop, &row, &column, &rows, &bytes))
            return false;
        for (int64_t y = row; y < row + rows; y++) {
            const uint8_t *pixel = frame->pixels + m->planes[plane].offset + y * m->planes[plane].stride + column;
            for (int64_t x = 0; x < bytes; x++)
                crc = crc >> 8 ^ crc_table[(crc ^ pixel[x]) & 0xff];
        }
    }
    *result = ~crc;
    return true;
}

static void format_code(uint32_t code, char text[20])
{
    int length = 0;
    for (int i = 0; i < 4; i++) {
        int byte = code >> (8 * i) & 0xff;
        length += sprintf(text + length, byte >= ' ' && byte <= '~' ? "%c" : "[%d]", byte);
    }
    while (length > 1 && text[length - 1] == ' ')
        text[--length] = 0;
}

static int usage(void)
{
    fputs("Usage: framering-read RING [-n FRAMES] [-w SECONDS] [-o] [-p] [-u UID]\n"
          "  -n  stop after that many frames      -w  wait so long for the ring (default 10)\n"
          "  -o  begin with the oldest frame      -p  poll once a millisecond instead of sleeping on the futex\n"
          "  -u  also trust rings of that user\n", stderr);
    return 2;
}

int main(int argc, char **argv)
{
    long frames = -1, seconds = 10;
    bool oldest = false, poll = false;
    fr_ring ring = { .owner = geteuid() };
    int option;
    while ((option = getopt(argc, argv, "n:w:opu:")) != -1) {
        switch (option) {
        case 'n': frames = atol(optarg); break;
        case 'w': seconds = atol(optarg); break;
        case 'o': oldest = true; break;
        case 'p': poll = true; break;
        case 'u': ring.owner = (uid_t)atol(optarg); break;
        default: return usage();
        }
    }
    if (optind != argc - 1)
        return usage();

    ring.name = argv[optind];
    make_crc_table();
    struct timespec pause = { 0, 20000000 };
    for (long tries = seconds * 50; !fr_attach(&ring); tries--, nanosleep(&pause, NULL)) {
        if (ring.error != NULL || tries <= 0) {
            fprintf(stderr, "framering-read: ring '%s': %s\n", ring.name, ring.error != NULL ? ring.error : "there is none with a living producer");
            return ring.error != NULL ? 1 : 3;
        }
    }

    uint64_t head = fr_head(&ring.segment), lost = 0, torn = 0;
    uint64_t next = oldest ? fr_oldest(&ring.segment) : head > ring.segment.first_sequence ? head : ring.segment.first_sequence;
    fr_status status = FR_OK;
    while (frames != 0) {
        fr_frame frame;
        uint64_t wanted = next;
        if ((status = fr_wait(&ring, &next, poll, &frame)) != FR_OK)
            break;
        lost += next - wanted;
        uint32_t crc;
        if (!visible_crc(&frame, &crc)) {
            fprintf(stderr, "framering-read: the pixel format 0x%08x is not in the table\n", frame.metadata.format);
            return 1;
        }
        /* After the last use of the pixels: was it this frame all the time? */
        if (!fr_still_ready(&ring.segment, frame.slot, next++)) {
            torn++;
            continue;
        }
        char code[20];
        format_code(frame.metadata.format, code);
        if (frame.metadata.pts == FR_NO_PTS)
            printf("%llu none", (unsigned long long)frame.metadata.sequence);
        else
            printf("%llu %lld", (unsigned long long)frame.metadata.sequence, (long long)frame.metadata.pts);
        printf(" %d %d %s %08x\n", frame.metadata.crop.width, frame.metadata.crop.height, code, crc);
        fflush(stdout);
        frames -= frames > 0;
    }

    fr_detach(&ring);
    if (lost + torn > 0)
        fprintf(stderr, "framering-read: %llu frames lost, %llu overwritten while in use\n", (unsigned long long)lost, (unsigned long long)torn);
    if (status == FR_WRITER_DIED)
        fputs("framering-read: the producer has died without ending the ring\n", stderr);
    if (status == FR_CORRUPT)
        fprintf(stderr, "framering-read: %s\n", ring.error != NULL ? ring.error : "the ring holds something that a producer never writes");
    return status == FR_WRITER_DIED ? 4 : status == FR_CORRUPT ? 1 : 0;
}
