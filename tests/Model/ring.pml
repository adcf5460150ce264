/*
 * The ring's protocol: publication, reading, waiting, leases, lossless delivery, death and adoption of a writer. README.md says
 * which member of the code each name stands for. tests/Model/check chooses a configuration:
 *
 *   SLOTS, FRAMES      size of the ring; frames 1 to FRAMES are published
 *   THREADS            threads of the writer that claim and publish (1 or 2)
 *   PURE, LEASE, LOSSLESS  the readers that take part
 *   DELIVERY_LOSSLESS  a claim waits for readers instead of dropping its frame
 *   CRASHES            how often the writer may be killed, each time followed by a next writer that adopts the segment
 *   DEATHS             how often a reader with an entry may be killed, each time followed by a next holder of the entry
 *   REVOKES, EVICTS    the writer's patience may end at any time
 *   SEQUENTIAL         without store buffers
 *   HOLDS, ONE_LEASE   a lease may be kept while its reader waits for the next frame; the reader ends after its first lease
 *   ABANDONS           a claim may be given back, and its thread stops then
 *
 * MUTANT_... leaves out or exchanges one step. Each must be found.
 */

#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef DEATHS
#define DEATHS 0
#endif
#ifdef LEASE
#define KEEPS
#endif
#ifdef LOSSLESS
#define KEEPS
#endif

#define INDEX_COUNT 4

/* Between two stores only a death can be seen: without deaths they are one step, and the buffers still let them out in any order. */
#if CRASHES > 0
#define Uninterrupted
#else
#define Uninterrupted atomic
#endif

/* Where the words lie. */
#define HEAD            0
#define WAKE_WORD       1
#define STAMP(slot)     (2 + (slot))
#define PIXEL(slot, i)  (2 + SLOTS + 2 * (slot) + (i))
#define INDEX(s)        (2 + 3 * SLOTS + ((s) & (INDEX_COUNT - 1)))
#define LEASES          (2 + 3 * SLOTS + INDEX_COUNT)
#define PIN             (LEASES + 0)
#define PIN_EPOCH       (LEASES + 1)
#define CURSOR          (LEASES + 2)
#define CURSOR_EPOCH    (LEASES + 3)
#define EVICTED         (LEASES + 4)
#define WAITING_CLAIMS  (LEASES + 5)
#define RELEASE_WORD    (LEASES + 6)
#ifdef KEEPS
#define WORDS           (LEASES + 7)
#else
#define WORDS           LEASES
#endif

/* Processors: the writer's threads, then the reader with leases, then the one without loss. Pure readers store nothing. */
#define LEASE_CPU       THREADS
#define LOSSLESS_CPU    (THREADS + 1)
#define PROCESSORS      (THREADS + 2)

#include "memory.pml"

/* Stamps. Claiming: the writer has announced that it wants the slot, and the pixels are still those of the frame. */
#define Empty           0
#define Writing         1
#define Ready(s)        ((s) << 1)
#define Claiming(s)     (((s) << 1) | 1)
#define IsOdd(stamp)    ((stamp) & 1)
#define SequenceOf(stamp)   ((stamp) >> 1)

/* Index words, and the words of a lease entry. */
#define Pack(s, slot)   (((s) << 2) | (slot))
#define PackedSequence(word)    ((word) >> 2)
#define PackedSlot(word)        ((word) & 3)
#ifdef MUTANT_NO_EPOCH_TAG
#define Tag(epoch, s)   (s)
#else
#define Tag(epoch, s)   (((epoch) << 4) | (s))
#endif
#define Tagged(word)    ((word) & 15)

#define NotYet          1
#define Ok              2
#define Overwritten     3

#define NONE            255

/* ---- Known to the model only ---- */

byte frameOf[FRAMES + 1];       /* the picture that was published as frame s */
byte pictures[SLOTS];           /* pictures made so far in the slot, so that no two are the same by chance */
byte overwritten;               /* bit s: the slot of frame s was taken for good */
byte revoked;                   /* bit s: a lease on frame s was taken back */
byte leased;                    /* the frame that the reader with leases was promised; 0 = none */
byte abandons;

#define Bit(s)          (1 << (s))
#define Has(set, s)     (((set) & Bit(s)) != 0)

/* ---- The writer's own memory ---- */

byte processLock;               /* 0 = free */
byte head_;                     /* _head */
byte table[SLOTS];              /* SlotTable: 0 = empty, NONE = claimed, else the frame */
byte alive = THREADS;           /* threads of the writer that have neither ended nor been killed */
bool crashed;
byte crashes;
bool patienceOver;              /* the slice after which the writer gives up on a reader */
byte givenUp;                   /* KeptFrames: frames up to this one are waited for no more */

/* ---- The kernel ---- */

bool sleepingReader[3];         /* on the wake word: pure, lease, lossless */
bool sleepingClaim[2];          /* on the release word */
bool semaphore[2];              /* of the two entries */
bool readerKilled[2];
byte deaths;
bool slice;                     /* a reader has died: who waits for it comes back after his slice */

#define PURE_READER     0
#define LEASE_READER    1
#define LOSSLESS_READER 2

/* Release stores that a mutant makes plain ones. */
#ifdef MUTANT_NO_RELEASE_AT_E
#define RAISE_IS_PLAIN true
#else
#define RAISE_IS_PLAIN false
#endif
#ifdef MUTANT_NO_RELEASE_AT_A
#define STAMP_IS_PLAIN true
#else
#define STAMP_IS_PLAIN false
#endif
#ifdef MUTANT_NO_RELEASE_AT_C
#define HEAD_IS_PLAIN true
#else
#define HEAD_IS_PLAIN false
#endif
#ifdef MUTANT_NO_RELEASE_AT_B
#define INDEX_IS_PLAIN true
#else
#define INDEX_IS_PLAIN false
#endif

/* ---- Waiting: no time-out rescues anybody, so a lost wake-up is an invalid end state ---- */

inline Raise(cpu) {
    StoreUnless(RAISE_IS_PLAIN, cpu, WAKE_WORD, Load(WAKE_WORD) + 1)
}

inline WakeAll() {
    d_step {
        sleepingReader[PURE_READER] = false;
        sleepingReader[LEASE_READER] = false;
        sleepingReader[LOSSLESS_READER] = false
    }
}

/* FUTEX_WAIT: the kernel compares and puts to sleep in one step. */
inline Wait(who, seen) {
    d_step {
        if
        :: Load(WAKE_WORD) == seen -> sleepingReader[who] = true
        :: else
        fi
    };
    !sleepingReader[who]
}

inline RaiseAndWake(cpu) {
    InterlockedAdd(cpu, RELEASE_WORD, 1);
    d_step { sleepingClaim[0] = false; sleepingClaim[1] = false }
}

/* After whatever may give the writer a slot. */
inline WakeWriter(cpu) {
#ifdef KEEPS
    if
    :: Load(WAITING_CLAIMS) != 0 -> RaiseAndWake(cpu)
    :: else
    fi
#endif
}

#include "writer.pml"
#include "reader.pml"

/* Death comes at any step. */
proctype Fate() {
end:
    do
    :: atomic { crashes < CRASHES && !crashed && alive > 0 -> crashed = true; crashes++ }
#ifdef LEASE
    :: atomic { deaths < DEATHS && semaphore[0] && !readerKilled[0] -> readerKilled[0] = true; deaths++ }
#endif
#ifdef LOSSLESS
    :: atomic { deaths < DEATHS && semaphore[1] && !readerKilled[1] -> readerKilled[1] = true; deaths++ }
#endif
    od
}

init {
    atomic {
        run Writer(0);
#if THREADS > 1
        run Writer(1);
#endif
#ifndef SEQUENTIAL
        run Processor(0);
#if THREADS > 1
        run Processor(1);
#endif
#endif
#ifdef PURE
        run PureReader();
#endif
#ifdef LEASE
        run LeaseReader();
#ifdef LEASE_STORES
        run Processor(LEASE_CPU);
#endif
#endif
#ifdef LOSSLESS
        run LosslessReader();
#ifdef LOSSLESS_STORES
        run Processor(LOSSLESS_CPU);
#endif
#endif
#if CRASHES + DEATHS > 0
        run Fate();
#endif
    }
}
