/* Changes what a ring says, for tests of its readers. Usage: forge RING KIND; says "ready", and takes the change back when it is asked to
 * end. Run by root: it becomes another user for what that one is to have made. Keeps the ring's segments mapped meanwhile. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>
#include "framering.h"

enum { STRANGER = 65534 };

static volatile sig_atomic_t stopped;

static void stop(int number) { (void)number; stopped = 1; }

static int fail(const char *what)
{
    perror(what);
    return 1;
}

static void change_entry(fr_directory *page, const fr_entry *entry)
{
    page->entry_version++;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    page->entry = *entry;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    page->entry_version++;
}

static int make_segment(size_t size, bool as_stranger)
{
    if (as_stranger && seteuid(STRANGER) != 0)
        return -1;
    int id = shmget(IPC_PRIVATE, size, IPC_CREAT | 0644);
    if (as_stranger && seteuid(0) != 0)
        return -1;
    return id;
}

static int make_set(key_t key, int count, bool as_stranger)
{
    if (as_stranger && seteuid(STRANGER) != 0)
        return -1;
    int id = semget(key, count, IPC_CREAT | 0666);
    for (int i = 0; id >= 0 && i < count; i++)
        semctl(id, i, SETVAL, count == 1 ? 1 : 0);
    if (as_stranger && seteuid(0) != 0)
        return -1;
    return id;
}

/* A copy of a segment, which its maker has marked for removal. */
static int copy_segment(int id, bool as_stranger, fr_header **header)
{
    struct shmid_ds status;
    void *from = shmat(id, NULL, SHM_RDONLY);
    if (from == (void *)-1 || shmctl(id, IPC_STAT, &status) != 0)
        return -1;
    int copy = make_segment(status.shm_segsz, as_stranger);
    void *to = copy < 0 ? (void *)-1 : shmat(copy, NULL, 0);
    if (to == (void *)-1)
        return -1;
    memcpy(to, from, status.shm_segsz);
    shmctl(copy, IPC_RMID, NULL);
    *header = (fr_header *)to;
    return copy;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 64;
    signal(SIGTERM, stop);
    const char *kind = argv[2];
    int id = shmget(fr_key(argv[1], NULL), 0, 0), set = -1, mine = 0;
    fr_directory *page = (fr_directory *)shmat(id, NULL, 0);
    if (page == (void *)-1)
        return fail("page");
    const fr_entry before = page->entry;
    fr_entry entry = before;
    fr_header *header = NULL;
    bool changes_entry = true;
    uint8_t *frames = (uint8_t *)shmat(entry.frame_segment_id, NULL, 0);
    if (frames == (void *)-1)
        return fail("frames");
    if (strcmp(kind, "frames-of-stranger") == 0) {
        mine = entry.frame_segment_id = copy_segment(entry.frame_segment_id, true, &header);
    } else if (strcmp(kind, "name") == 0) {
        mine = entry.frame_segment_id = copy_segment(entry.frame_segment_id, false, &header);
        header->name[0] ^= 1;
    } else if (strcmp(kind, "generation") == 0) {
        mine = entry.frame_segment_id = copy_segment(entry.frame_segment_id, false, &header);
        header->generation++;
    } else if (strcmp(kind, "leases-of-stranger") == 0) {
        mine = entry.lease_segment_id = copy_segment(entry.lease_segment_id, true, &header);
    } else if (strcmp(kind, "readers-of-stranger") == 0) {
        mine = entry.reader_semaphore_id = set = make_set(IPC_PRIVATE, FR_LEASE_ENTRIES, true);
    } else if (strcmp(kind, "writer-of-stranger") == 0) {
        mine = entry.writer_semaphore_id = set = make_set(IPC_PRIVATE, 1, true);
    } else if (strcmp(kind, "no-writer-semaphore") == 0) {
        entry.writer_semaphore_id = -1;
    } else if (strcmp(kind, "claims-in-doubt") == 0) {
        /* As if the producer looked for each slot just now. */
        fr_header *own = (fr_header *)frames;
        changes_entry = false;
        fr_descriptor *descriptors = (fr_descriptor *)(frames + own->descriptor_offset);
        for (uint32_t slot = 0; slot < own->slot_count; slot++)
            if (descriptors[slot].stamp > 1)
                descriptors[slot].stamp |= 1;
    } else if (strcmp(kind, "generation-in-place") == 0) {
        /* Not the entry: the ring is to go on meanwhile. */
        ((fr_header *)frames)->generation = 1;
        changes_entry = false;
    } else {
        return 64;
    }
    if (mine < 0)
        return fail(kind);
    if (changes_entry)
        change_entry(page, &entry);
    puts("ready");
    fflush(stdout);
    while (!stopped)
        usleep(10000);
    if (changes_entry)
        change_entry(page, &before);
    if (set >= 0)
        semctl(set, 0, IPC_RMID);
    return 0;
}
