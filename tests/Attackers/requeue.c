/* A hostile reader: attaches a frame segment read-only and keeps the ring's readers from being woken, until standard input closes.
 * Usage: requeue SHMID UID GID [delay|wake|release]
 *   nothing  moves all sleepers of the wake word to another word, on which nobody wakes them
 *   delay    the same, and wakes them there once in 20 ms, so that no reader sleeps its whole slice
 *   wake     wakes the sleepers of the wake word all the time
 *   release  SHMID is a lease segment: moves the claims that wait for readers away from its release word
 * Build: gcc -std=gnu11 -Wall -Wextra -Werror -o requeue requeue.c */
#define _GNU_SOURCE
#include <grp.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("Usage: requeue SHMID UID GID [delay|wake|release]\n", stderr);
        return 2;
    }

    gid_t gid = (gid_t)atol(argv[3]);
    uid_t uid = (uid_t)atol(argv[2]);
    if (setgroups(0, NULL) != 0 || setgid(gid) != 0 || setuid(uid) != 0) {
        perror("requeue: setuid");
        return 1;
    }

    char *segment = shmat(atoi(argv[1]), NULL, SHM_RDONLY);
    if (segment == (char *)-1) {
        perror("requeue: shmat");
        return 1;
    }

    const char *how = argc > 4 ? argv[4] : "";
    uint32_t *word, *other;
    if (strcmp(how, "release") == 0) {
        /* docs/layout.md, LeaseHeader: the release word. Nobody sleeps on what is behind it. */
        word = (uint32_t *)(segment + 256);
        other = (uint32_t *)(segment + 320);
    } else {
        /* docs/layout.md: the header says where the cursor block is; the wake word is at 8 in it. The state word, beside it, is as good as any. */
        int64_t cursor;
        memcpy(&cursor, segment + 72, sizeof cursor);
        word = (uint32_t *)(segment + cursor + 8);
        other = (uint32_t *)(segment + cursor + 128);
    }

    puts("ready");
    fflush(stdout);
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    struct pollfd input = { .fd = 0, .events = POLLIN };
    for (long round = 0; ; round++) {
        if (strcmp(how, "wake") == 0) {
            syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
        } else {
            /* Wakes 0, moves all. */
            syscall(SYS_futex, word, FUTEX_REQUEUE, 0, (struct timespec *)INT_MAX, other, 0);
            clock_gettime(CLOCK_MONOTONIC, &now);
            if (strcmp(how, "delay") == 0 && (now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 >= 20) {
                begin = now;
                syscall(SYS_futex, other, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
            }
        }
        if (round % 256 == 0 && poll(&input, 1, 0) > 0)
            return 0;
    }
}
