/* Changes what a ring says, for tests of its readers. Usage: forge RING KIND; says "ready", and ends when it is asked to. Then it writes the
 * directory's entry as it was, and removes the set of semaphores that it made; what it changed in a frame segment stays, and a set of the
 * ring's that was in the way stays removed. Run by root: it is another user while it makes what that one is to have made. Keeps the page and
 * the frames mapped meanwhile. */
#include <pthread.h>
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

/* A set under the key of the ring's own, which is removed for it: by its key and its size nobody can tell them apart. One semaphore is a
 * writer's, and is held; 64 are those of readers, and nobody holds any. */
static int replace_set(int own, key_t key, int count, bool as_stranger)
{
    if (semctl(own, 0, IPC_RMID) != 0 || (as_stranger && seteuid(STRANGER) != 0))
        return -1;
    int id = semget(key, count, IPC_CREAT | IPC_EXCL | 0666);
    for (int i = 0; id >= 0 && i < count; i++)
        semctl(id, i, SETVAL, count == 1 ? 1 : 0);
    if (as_stranger && seteuid(0) != 0)
        return -1;
    return id;
}

/* A copy of a segment, which is marked for removal: it is gone when nobody maps it any more. */
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

static unsigned long long own_start_time(void)
{
    char text[1024];
    unsigned long long start = 0;
    FILE *file = fopen("/proc/self/stat", "r");
    text[file == NULL ? 0 : fread(text, 1, sizeof text - 1, file)] = 0;
    if (file != NULL)
        fclose(file);
    sscanf(strrchr(text, ')') + 1, " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu", &start);
    return start;
}

static pthread_t first_thread;
static fr_directory *page;
static fr_entry before;
static bool changes_entry = true;
static int set = -1;

/* Keeps the change until it is asked to end. */
static void *keep(void *wait_for_first_thread)
{
    if (wait_for_first_thread != NULL)
        pthread_join(first_thread, NULL);
    puts("ready");
    fflush(stdout);
    while (!stopped)
        usleep(10000);
    if (changes_entry)
        change_entry(page, &before);
    if (set >= 0)
        semctl(set, 0, IPC_RMID);
    exit(0);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 64;
    signal(SIGTERM, stop);
    const char *kind = argv[2];
    int id = shmget(fr_key(argv[1], NULL), 0, 0), mine = 0;
    page = (fr_directory *)shmat(id, NULL, 0);
    if (page == (void *)-1)
        return fail("page");
    fr_entry entry = before = page->entry;
    fr_header *header = NULL;
    bool ends_first_thread = false;
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
        mine = entry.reader_semaphore_id = set = replace_set(entry.reader_semaphore_id, fr_key(argv[1], "readers"), FR_LEASE_ENTRIES, true);
    } else if (strcmp(kind, "writer-of-stranger") == 0) {
        mine = entry.writer_semaphore_id = set = replace_set(entry.writer_semaphore_id, fr_key(argv[1], NULL), 1, true);
    } else if (strcmp(kind, "no-writer-semaphore") == 0) {
        entry.writer_semaphore_id = -1;
    } else if (strcmp(kind, "value-by-hand") == 0) {
        /* Whoever may write the set can say that its writer has died. */
        changes_entry = false;
        mine = semctl(entry.writer_semaphore_id, 0, SETVAL, 0);
    } else if (strcmp(kind, "first-thread-over") == 0) {
        /* As if this process were the producer: its first thread is a zombie, and another one works. */
        entry.writer_semaphore_id = -1;
        entry.writer_pid = getpid();
        entry.writer_start_time = own_start_time();
        ends_first_thread = true;
    } else if (strcmp(kind, "ended-and-held") == 0) {
        /* A successor of a dead producer has ended, its frames are gone, and it has not let go of its semaphore yet. */
        mine = entry.writer_semaphore_id = set = replace_set(entry.writer_semaphore_id, fr_key(argv[1], NULL), 1, false);
        entry.frame_segment_id = -1;
        entry.state = FR_STATE_ENDED;
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
    if (ends_first_thread) {
        pthread_t other;
        first_thread = pthread_self();
        if (pthread_create(&other, NULL, keep, &first_thread) == 0)
            pthread_exit(NULL);
    }
    keep(NULL);
}
