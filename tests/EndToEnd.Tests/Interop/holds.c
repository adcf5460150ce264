/* Takes leases as a program on framering.h does. Usage: holds RING leases|generation. Prints what OptionsOfReadersTests expects. */
#include "framering.h"

static fr_reader reader;

static uint64_t sum(const fr_frame *frame)
{
    fr_rows rows;
    uint64_t result = 0;
    if (fr_visible(frame, 0, &rows))
        for (int64_t y = 0; y < rows.count; y++)
            for (int64_t x = 0; x < rows.bytes; x++)
                result = result * 31 + rows.first[y * rows.stride + x];
    return result;
}

static fr_frame next_frame(void)
{
    fr_frame frame;
    memset(&frame, 0, sizeof frame);
    fr_wait_next(&reader, -1, &frame);
    return frame;
}

/* All four leases, and what comes of a fifth. */
static void hold_four(void)
{
    fr_lease leases[FR_MAX_LEASES], another;
    uint64_t sums[FR_MAX_LEASES];
    for (int i = 0; i < FR_MAX_LEASES;) {
        fr_frame frame = next_frame();
        if (fr_lease_frame(&reader, &frame, &leases[i]) == FR_OK) {
            sums[i] = sum(&leases[i].frame);
            i++;
        }
    }
    fr_frame frame = next_frame();
    puts(fr_lease_frame(&reader, &frame, &another) == FR_TOO_MANY_LEASES ? "Status.TOO_MANY_LEASES" : "another");
    for (int i = 0; i < 40; i++)
        next_frame();
    bool is_valid = true, is_same = true;
    for (int i = 0; i < FR_MAX_LEASES; i++) {
        is_same &= sum(&leases[i].frame) == sums[i];
        is_valid &= fr_validate_lease(&leases[i]) == FR_OK;
    }
    printf("%s %s\n", is_valid ? "True" : "False", is_same ? "True" : "False");
    fr_frame gone = leases[0].frame;
    fr_release(&reader, &leases[0]);
    while (fr_validate(&gone) == FR_OK)
        next_frame();
    is_valid = true;
    for (int i = 1; i < FR_MAX_LEASES; i++)
        is_valid &= fr_validate_lease(&leases[i]) == FR_OK;
    frame = next_frame();
    printf("%s %s\n", is_valid ? "True" : "False", fr_lease_frame(&reader, &frame, &another) == FR_OK ? "True" : "False");
}

/* A lease stays readable when its reader has gone on. */
static void hold_generation(void)
{
    fr_lease lease;
    fr_frame frame = next_frame();
    printf("%d\n", fr_lease_frame(&reader, &frame, &lease));
    fflush(stdout);
    uint64_t before = sum(&lease.frame);
    frame = next_frame();
    printf("%d %d %d\n", frame.segment != lease.frame.segment, sum(&lease.frame) == before, fr_validate_lease(&lease));
    fr_release(&reader, &lease);
}

int main(int argc, char **argv)
{
    fr_options options;
    memset(&options, 0, sizeof options);
    options.name = argv[argc - 2];
    options.leases = true;
    options.start = FR_START_OLDEST;
    if (fr_attach(&reader, &options, INT64_C(10000000000)) != FR_OK) {
        fputs(reader.error, stderr);
        return 1;
    }
    if (strcmp(argv[argc - 1], "leases") == 0)
        hold_four();
    else
        hold_generation();
    fr_detach(&reader);
    return 0;
}
