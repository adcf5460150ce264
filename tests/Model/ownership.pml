/*
 * Whose objects a ring is made of: start of a producer, liveness, adoption, and a writer that has lost its semaphore. README.md says
 * which member of the code each name stands for. tests/Model/check chooses a configuration:
 *
 *   SECOND             a second producer of ring A: a successor, or a rival
 *   RINGS              a producer of ring B
 *   UNPRIVILEGED       the producers are not root
 *   KILLS              how often a producer may be killed
 *   BLIND              the second producer is in another PID namespace: it sees no process of the first
 *   ANOTHER_SET        a segment is adopted whatever set the entry names: what is asked of its header must do then
 *   LEADER             of a killed process the first thread ends before the others
 *   PAGES, SETS, SEGMENTS  how many objects the stranger may make
 *   REWRITES           how often the stranger may write into its page and set its semaphores
 *   ACCIDENTS          how often root removes the writer semaphore of ring A (ipcrm -s)
 *   RAISES, LOWERS     an accident may also set it to 1 or add 1, or set it to 0, by a process that then ends
 *   DAMAGES            how often the entry of ring A's page is damaged
 *   DEAD               ring A is there, and its producer has been dead for long
 *   DYING              with DEAD: it is just dying, and the kernel has not yet taken its semaphore back
 *   OLD_GENERATION     with DEAD: a segment of an older generation is also kept alive
 *   KEPT               somebody keeps every segment alive
 *   READERS            readers of ring A: 1 trusts us, 2 is a second one, which trusts the stranger too
 *
 * MUTANT_... leaves out or exchanges one rule. Each must be found.
 */

#ifndef KILLS
#define KILLS 0
#endif
#ifndef PAGES
#define PAGES 0
#endif
#ifndef SETS
#define SETS 0
#endif
#ifndef SEGMENTS
#define SEGMENTS 0
#endif
#ifndef REWRITES
#define REWRITES 0
#endif
#ifndef ACCIDENTS
#define ACCIDENTS 0
#endif
#ifndef DAMAGES
#define DAMAGES 0
#endif
#ifndef READERS
#define READERS 0
#endif

#ifdef UNPRIVILEGED
#define IsRoot false
#else
#define IsRoot true
#endif

/* Users. */
#define NOBODY          0
#define US              1
#define STRANGER        2

/* Keys: those of the two names. */
#define RING_A          1
#define RING_B          2

/* Processes: numbers are not used again, since a start time goes with each. */
#define NONE            0
#define FIRST           1       /* producers of ring A */
#define NEXT            2
#define OTHER           3       /* producer of ring B */
#define FORGER          4       /* the stranger's */
#define BURIED          5       /* one that has been dead for long */

#define UserOf(process) ((process) == FORGER -> STRANGER : ((process) == NONE || (process) == BURIED -> NOBODY : US))

/* Of a process. Its code runs until all its threads are ending; the kernel then takes its semaphores back, later it is gone from /proc. */
#define Running         0
#define LeaderEnds      1
#define Ending          2
#define TakenBack       3
#define Gone            4

#ifdef MUTANT_ADOPTS_UNDER_ANOTHER_SET
#define ANOTHER_SET
#endif

#define MAX_SETS        6
#define MAX_PAGES       4
#define MAX_SEGMENTS    4

typedef Set { bool exists; byte key; byte creator; byte value; byte holder; byte last }
typedef Page { bool exists; byte key; byte creator; bool magic; byte name; byte segment; byte generation; byte semaphore; byte process }
typedef Segment { byte creator; byte name; byte generation; byte process; byte attached }

/* Ids are not used again; 0 is none. */
Set sets[MAX_SETS + 1];
Page pages[MAX_PAGES + 1];
Segment segments[MAX_SEGMENTS + 1];
byte setCount, pageCount, segmentCount;
byte setAt[3], pageAt[3];

byte stateOf[6];

#ifdef RINGS
#define RINGS_THERE     RING_B
#else
#define RINGS_THERE     RING_A
#endif

/* ---- Known to the model only ---- */

byte writes[6];                 /* the segment that a process writes */
byte madeFor[MAX_SEGMENTS + 1]; /* the ring that a segment belongs to, whatever its header says */
byte newest[MAX_PAGES + 1];     /* newest generation that has frames, by page */
byte kills, accidents, damages, rewrites, strangersPages, strangersSets, strangersSegments;

#define RunsCode(process)       (stateOf[process] <= LeaderEnds)

/* ---- What the kernel does ---- */

inline MakeSet(id, at, by) {
    setCount < MAX_SETS;
    setCount++;
    id = setCount;
    sets[id].exists = true;
    sets[id].key = at;
    sets[id].creator = by;
    setAt[at] = id
}

inline RemoveSet(id) {
    if
    :: sets[id].exists ->
        setAt[sets[id].key] = 0;
        sets[id].exists = false; sets[id].value = 0; sets[id].holder = 0; sets[id].last = 0; sets[id].key = 0; sets[id].creator = 0
    :: else
    fi
}

inline MakePage(id, at, by) {
    pageCount < MAX_PAGES;
    pageCount++;
    id = pageCount;
    pages[id].exists = true;
    pages[id].key = at;
    pages[id].creator = by;
    pageAt[at] = id
}

/* Who has it attached keeps it. */
inline RemovePage(id) {
    if
    :: pages[id].exists -> pageAt[pages[id].key] = 0; pages[id].exists = false
    :: else
    fi
}

inline Detach(id) {
    d_step {
        if
        :: id != 0 -> segments[id].attached--
        :: else
        fi
    }
}

/* ---- Liveness: WriterLiveness ---- */

#ifdef MUTANT_NO_EXIT_FLAG
#define ProcessLives(process)   ((process) != NONE && stateOf[process] != Gone)
#else
#ifdef MUTANT_LEADER_ONLY
#define ProcessLives(process)   ((process) != NONE && stateOf[process] == Running)
#else
#define ProcessLives(process)   ((process) != NONE && stateOf[process] <= LeaderEnds)
#endif
#endif

#define Counts(set, page, at)   ((set) != 0 && sets[set].exists && sets[set].key == (at) && sets[set].creator == pages[page].creator)

/* Of a stranger's ring more is asked, at a start: it must not be kept alive by objects alone. */
#ifdef MUTANT_ANY_PROCESS
#define IsProcessOf(process, user)  true
#else
#define IsProcessOf(process, user)  (UserOf(process) == (user))
#endif
#ifdef MUTANT_VALUE_ALONE
#define IsHeldBy(set, user)     true
#else
#define IsHeldBy(set, user)     (UserOf(sets[set].last) == (user) && ProcessLives(sets[set].last))
#endif

#ifdef MUTANT_NO_PROCESS_FALLBACK
#define FallBack(process)       false
#else
#define FallBack(process)       ProcessLives(process)
#endif

/* Its number belongs to nobody. */
#define IsOver(process)         ((process) != NONE && stateOf[process] == Gone)

/* Somebody has added 1, and the parent of the one that died since has not asked for its result yet: until then it passes for alive. */
#ifdef RAISES
#define IsRaisedByListed(set)   (sets[set].value > 0 && sets[set].holder == NONE && stateOf[sets[set].last] == TakenBack)
#else
#define IsRaisedByListed(set)   false
#endif

/* Set by hand, a value tells nothing: neither a 1 that no end takes back, nor a 0 that the writer has not put there. */
#ifdef MUTANT_RAISED_BY_HAND_LIVES
#define IsUpForGood(set)        false
#else
#ifdef MUTANT_WRITER_WAS_LAST
#define IsUpForGood(set)        (IsOver(sets[set].last) && UserOf(sets[set].last) != US)
#else
#define IsUpForGood(set)        IsOver(sets[set].last)
#endif
#endif
#ifdef MUTANT_LOWERED_BY_HAND_IS_DEAD
#define IsLowered(set, process) true
#else
#define IsLowered(set, process) (sets[set].last == (process))
#endif
#define Tells(set, page, at, process)   (Counts(set, page, at) && (sets[set].value > 0 -> !IsUpForGood(set) : IsLowered(set, process)))
#define LivesBy(set, page, at, process) (Tells(set, page, at, process) -> sets[set].value > 0 : FallBack(process))
#define StrangerLives(page, at) (Counts(pages[page].semaphore, page, at) \
    -> sets[pages[page].semaphore].value > 0 && IsHeldBy(pages[page].semaphore, pages[page].creator) \
    : FallBack(pages[page].process) && IsProcessOf(pages[page].process, pages[page].creator))

#define IsValid(page, at)       (pages[page].magic && pages[page].name == (at))

/* By a start. Numbers mean nothing in another PID namespace. */
#ifdef BLIND
#define Sees(who, process)      ((process) == BURIED || ((who) == NEXT) == ((process) == NEXT))
#else
#define Sees(who, process)      true
#endif
#define SeenLiving(who, process)    (Sees(who, process) && ProcessLives(process))

/* What is asked of a segment before it is adopted, and before it is read. */
#ifdef MUTANT_ADOPTS_STRANGERS_SEGMENT
#define AdoptsCreator(id) true
#else
#define AdoptsCreator(id) (segments[id].creator == US)
#endif
#ifdef MUTANT_ADOPTS_ANY_NAME
#define AdoptsName(id, at) true
#else
#define AdoptsName(id, at) (segments[id].name == (at))
#endif
#ifdef MUTANT_ADOPTS_ANY_GENERATION
#define AdoptsGeneration(id, n) true
#else
#define AdoptsGeneration(id, n) (segments[id].generation == (n))
#endif
#ifdef MUTANT_OLD_WRITER_MAY_LIVE
#define AdoptsWriter(me, id) true
#else
#define AdoptsWriter(me, id) (!SeenLiving(me, segments[id].process))
#endif
/* The kernel takes back what a dead process has done to a set; so whoever holds the very set that the entry names knows that its writer is dead. */
#ifdef ANOTHER_SET
#define AdoptsUnder(me) true
#else
#define AdoptsUnder(me) (pages[pageOf[me]].semaphore == lock[me])
#endif
#ifdef MUTANT_TRUSTS_EVERYBODY
#define ReadsPage(page) true
#else
#define ReadsPage(page) (pages[page].creator == US || trustsStranger)
#endif
#ifdef MUTANT_READS_ANY_CREATORS_SEGMENT
#define ReadsCreator(id, page) true
#else
#define ReadsCreator(id, page) (segments[id].creator == pages[page].creator)
#endif
#ifdef MUTANT_READS_ANY_NAME
#define ReadsName(id) true
#else
#define ReadsName(id) (segments[id].name == RING_A)
#endif
#ifdef MUTANT_READS_ANY_GENERATION
#define ReadsGeneration(id, n) true
#else
#define ReadsGeneration(id, n) (segments[id].generation == (n))
#endif

/* ---- A producer ---- */

byte lock[6];                   /* its writer semaphore; 0 = none */
byte pageOf[6];

#define HoldsLock(who)          (lock[who] != 0 && sets[lock[who]].exists && sets[lock[who]].value > 0 && sets[lock[who]].last == (who))
#define IsNamed(who)            (pages[pageOf[who]].process == (who))
#define HasKeyStill(who, at)    (pageAt[at] == pageOf[who])

/* Two that live are never in one segment, and none is in a segment of another ring, or in one that a stranger can write. */
inline BeginToWrite(me, at, id) {
    assert(madeFor[id] == at);
    assert(segments[id].creator == US);
    assert(me == FIRST || writes[FIRST] != id || !RunsCode(FIRST));
    assert(me == NEXT || writes[NEXT] != id || !RunsCode(NEXT));
    assert(me == OTHER || writes[OTHER] != id || !RunsCode(OTHER));
    writes[me] = id
}

inline WriteEntry(me) {
    atomic {
        pages[pageOf[me]].segment = writes[me];
        pages[pageOf[me]].generation = segments[writes[me]].generation;
        pages[pageOf[me]].semaphore = lock[me];
        pages[pageOf[me]].process = me
    }
}

/* Only root can remove what a stranger made. */
inline RemoveStrangersSet(id) { assert(IsRoot); RemoveSet(id) }
inline RemoveStrangersPage(id) { assert(IsRoot); RemovePage(id) }

inline TakeLock(me) {
    sets[set].value = 1; sets[set].holder = me; sets[set].last = me;
    lock[me] = set;
    set = 0
}

proctype Producer(byte me; byte at) {
    byte set, page, id, generation, seen;
    bool isSetNew, isPageNew, isStarted;
    {
        skip;
        /* Steps 1 and 2 of the start. WriterLock.Acquire */
start_lock:
        atomic {
            isSetNew = false;
            set = setAt[at];
            if
            :: set == 0 -> MakeSet(set, at, US); isSetNew = true; goto take
            :: set != 0 && sets[set].creator == US -> goto take
            :: set != 0 && sets[set].creator != US ->
#ifdef MUTANT_TAKES_STRANGERS_SEMAPHORE
                goto take
#else
                goto strangers_set
#endif
            fi
        };
take:
        atomic {
            if
            :: !sets[set].exists -> set = 0; goto start_lock
            :: sets[set].exists && sets[set].value > 0 -> goto blocked
            :: else -> TakeLock(me); goto start_page
            fi
        };
        /* By whom? Meanwhile that one may die, and another one take the lock. */
blocked:
        atomic {
            if
            :: !sets[set].exists -> set = 0; goto start_lock
            :: sets[set].exists && (!Sees(me, sets[set].last) || !IsOver(sets[set].last)) ->
                /* Refused: by one of us that lives, or has died a moment ago. */
                assert(UserOf(sets[set].last) == US || sets[set].last == BURIED);
                set = 0;
                goto over
            :: sets[set].exists && Sees(me, sets[set].last) && IsOver(sets[set].last) -> seen = sets[set].last
            fi
        };
        atomic {
            if
#ifdef MUTANT_ONE_LOOK
            :: sets[set].exists && sets[set].value > 0 ->
#else
            :: sets[set].exists && sets[set].value > 0 && sets[set].last == seen ->
#endif
                seen = NONE;
#ifdef MUTANT_RAISED_BY_HAND_LIVES
                assert(RunsCode(FIRST + NEXT - me));
                set = 0;
                goto over
#else
                /* Raised by hand. The process that the page names tells; that is only asked so early for the sake of the message. */
                page = pageAt[at];
                if
                :: page != 0 && pages[page].creator == US && pages[page].magic && SeenLiving(me, pages[page].process) ->
                    set = 0; page = 0;
                    goto over
                :: else -> page = 0
                fi
#endif
            :: else -> seen = NONE; set = 0; goto start_lock
            fi
        };
        /* Removed, so that of two only one can make it anew, and neither takes the other's. */
        atomic {
            assert(!sets[set].exists || !RunsCode(sets[set].last));
#ifdef MUTANT_LOWERS_INSTEAD
            if
            :: sets[set].exists -> sets[set].value = 0
            :: else
            fi;
#else
            RemoveSet(set);
#endif
            set = 0; goto start_lock
        };
strangers_set:
        atomic {
            page = pageAt[at];
            if
            :: page != 0 && sets[set].exists && pages[page].creator == sets[set].creator && IsValid(page, at) && pages[page].semaphore == set && StrangerLives(page, at) ->
                /* Refused: by a stranger that lives. */
                assert(RunsCode(FORGER));
                page = 0; set = 0;
                goto over
            :: else -> page = 0
            fi;
            if
            :: !IsRoot -> set = 0; goto over
            :: else
            fi
        };
        atomic { RemoveStrangersSet(set); set = 0; goto start_lock };

        /* Step 3. RingDirectory.CreateOrTakeOver */
start_page:
        atomic {
            isPageNew = false;
            page = pageAt[at];
            if
            :: page == 0 -> MakePage(page, at, US); isPageNew = true; goto initialize
            :: page != 0 && pages[page].creator == US && !pages[page].magic -> goto initialize
            :: page != 0 && pages[page].creator == US && pages[page].magic -> assert(pages[page].name == at); goto take_over
            :: page != 0 && pages[page].creator != US ->
#ifdef MUTANT_TAKES_STRANGERS_PAGE
                if
                :: IsValid(page, at) -> goto take_over
                :: else
                fi;
#endif
                if
                :: IsValid(page, at) && StrangerLives(page, at) ->
                    assert(RunsCode(FORGER));
                    page = 0;
                    goto give_back
                :: else
                fi;
                if
                :: !IsRoot -> page = 0; goto give_back
                :: else
                fi
            fi
        };
        atomic { RemoveStrangersPage(page); page = 0; goto start_page };
initialize:
        atomic { pages[page].name = at; pages[page].magic = true };

        /* Step 3: the process of the entry. FrameRingWriter.OpenDirectory */
take_over:
        atomic {
            pageOf[me] = page;
            page = 0;
            if
#ifndef MUTANT_OLD_PROCESS_MAY_LIVE
            :: SeenLiving(me, pages[pageOf[me]].process) ->
                /* Refused: by one of us that runs code. */
#if DAMAGES == 0
                assert(UserOf(pages[pageOf[me]].process) == US && RunsCode(pages[pageOf[me]].process));
#endif
                goto give_back
#endif
            :: else ->
#if DAMAGES == 0
                assert(pages[pageOf[me]].process == NONE || !RunsCode(pages[pageOf[me]].process) || !Sees(me, pages[pageOf[me]].process))
#endif
            fi
        };

        /* Adoption. Succession, SegmentAdoption */
        atomic {
            id = pages[pageOf[me]].segment;
            generation = pages[pageOf[me]].generation;
            if
            :: id != 0 && segments[id].attached > 0 -> segments[id].attached++
            :: else -> id = 0
            fi
        };
        atomic {
            if
            :: id != 0 && AdoptsCreator(id) && AdoptsName(id, at) && AdoptsGeneration(id, generation) && AdoptsWriter(me, id) && AdoptsUnder(me) -> goto adopt
            /* Not fit, or of another size than is wanted. */
            :: true -> Detach(id); id = 0; goto make
            /* Some step fails. */
            :: true -> Detach(id); id = 0; generation = 0; goto give_back
            fi
        };
adopt:
#ifndef MUTANT_HEADER_KEEPS_OLD_WRITER
        segments[id].process = me;
#endif
#ifndef MUTANT_ADOPTS_WITHOUT_LOCK
        atomic {
            if
            :: !HoldsLock(me) -> Detach(id); id = 0; generation = 0; goto over
            :: else
            fi
        };
#endif
        atomic { BeginToWrite(me, at, id); id = 0; generation = 0; goto write_entry };
make:
        atomic {
            segmentCount < MAX_SEGMENTS;
            segmentCount++;
            id = segmentCount;
            segments[id].creator = US;
            segments[id].name = at;
            segments[id].generation = generation + 1;
            segments[id].process = me;
#ifdef KEPT
            segments[id].attached = 2;
#else
            segments[id].attached = 1;
#endif
            madeFor[id] = at;
            BeginToWrite(me, at, id);
            id = 0; generation = 0
        };
write_entry:
        WriteEntry(me);
#ifdef MUTANT_STARTS_WITHOUT_LOOK
        isStarted = true;
#endif

        /* The lock while the producer runs: the last step of the start, and at claims. */
check:
        atomic {
            if
#ifndef MUTANT_KEY_NOT_LOOKED_AT
            :: !HasKeyStill(me, at) -> goto over
#endif
#ifndef MUTANT_SEMAPHORE_NOT_REMADE
            :: HasKeyStill(me, at) && !HoldsLock(me) -> goto lost
#endif
#ifndef MUTANT_ENTRY_NOT_COMPARED
            :: HasKeyStill(me, at) && HoldsLock(me) && !IsNamed(me) -> goto write_entry
#endif
            :: else
            fi;
            /* Nothing to repair: then it is found, and who cannot see its process sees by the semaphore that it lives. */
            assert(HasKeyStill(me, at));
            assert(IsNamed(me));
            assert(HoldsLock(me) && pages[pageOf[me]].semaphore == lock[me]);
            assert(segments[writes[me]].generation >= newest[pageOf[me]]);
            isStarted = true
        };
claims:
        /* Frames are published, and their numbers never go back; unless a successor came that did not see this process, until the next look. */
        atomic {
#ifndef BLIND
            assert(segments[writes[me]].generation >= newest[pageOf[me]]);
#endif
            newest[pageOf[me]] = segments[writes[me]].generation
        };
        if
        :: true -> goto check
        :: true -> goto clean_end
        fi;
lost:
        atomic {
            /* Whoever has had the lock since a start lost it was first, and may have published. */
            if
            :: !isStarted -> goto over
#ifdef MUTANT_LOOKS_BEFORE_THE_LOCK
            :: isStarted && !IsNamed(me) -> goto over
#endif
            :: else
            fi;
            set = setAt[at];
            if
            :: set == 0 -> MakeSet(set, at, US); goto take_again
            :: set != 0 && sets[set].creator == US -> goto take_again
            :: set != 0 && sets[set].creator != US ->
                if
                :: !IsRoot && IsNamed(me) -> pages[pageOf[me]].semaphore = 0; lock[me] = 0; set = 0; goto claims
                :: !IsRoot && !IsNamed(me) -> set = 0; goto over
                :: else
                fi
            fi
        };
        atomic { RemoveStrangersSet(set); set = 0; goto lost };
take_again:
        atomic {
            if
            :: !sets[set].exists -> set = 0; goto lost
            :: sets[set].exists && sets[set].value > 0 && Sees(me, sets[set].last) && IsOver(sets[set].last) -> seen = sets[set].last; goto raised
            :: sets[set].exists && sets[set].value > 0 && (!Sees(me, sets[set].last) || !IsOver(sets[set].last)) ->
                /* A start has it, and will give it back when it finds us living. */
                set = 0;
                if
                :: IsNamed(me) -> goto claims
                :: else -> goto over
                fi
            :: else -> TakeLock(me)
            fi
        };
        /* A successor that did not see this process may have come and gone; so it is looked at with the lock. */
        atomic {
            if
#ifdef MUTANT_LOOKS_BEFORE_THE_LOCK
            :: false
#else
            :: !IsNamed(me) -> isSetNew = false; goto give_back_lock
#endif
            :: else
            fi
        };
        goto write_entry;
        /* No end of ours would take it back. */
raised:
        atomic {
            if
            :: sets[set].exists && sets[set].value > 0 && sets[set].last == seen -> RemoveSet(set)
            :: else
            fi;
            seen = NONE; set = 0; goto lost
        };

clean_end:
        atomic {
#ifndef MUTANT_ENDS_WITHOUT_LOOK
            if
            :: !IsNamed(me) || (!HoldsLock(me) && lock[me] != 0) -> goto over
            :: else
            fi;
#endif
            assert(IsNamed(me) || !RunsCode(pages[pageOf[me]].process))
        };
        atomic { RemovePage(pageOf[me]) };
        atomic {
            if
            :: lock[me] != 0 -> RemoveSet(lock[me])
            :: else
            fi;
            goto over
        };

give_back:
        atomic {
            if
            :: isPageNew && pageOf[me] != 0 -> RemovePage(pageOf[me])
            :: else
            fi
        };
give_back_lock:
        atomic {
            if
            :: isSetNew && HoldsLock(me) -> RemoveSet(lock[me])
            :: !isSetNew && HoldsLock(me) -> sets[lock[me]].value--; sets[lock[me]].holder = 0; sets[lock[me]].last = me
            :: else
            fi
        };
over:
        atomic { seen = NONE; set = 0; page = 0; id = 0; generation = 0; Detach(writes[me]); stateOf[me] = Ending }
    } unless { !RunsCode(me) }
}

/* ---- Others ---- */

inline TakeBack(process) {
    set = 1;
    do
    :: set <= setCount ->
        if
        :: sets[set].holder == process -> sets[set].value--; sets[set].holder = 0; sets[set].last = process
        :: else
        fi;
        set++
    :: else -> break
    od;
    set = 0
}

/* What death is made of, and when it comes. */
proctype Death(byte process) {
    byte set;
    do
    :: atomic { stateOf[process] == Running && kills < KILLS && process != FORGER ->
        kills++;
#ifdef LEADER
        stateOf[process] = LeaderEnds
#else
        Detach(writes[process]); stateOf[process] = Ending
#endif
       }
    :: atomic { stateOf[process] == LeaderEnds -> Detach(writes[process]); stateOf[process] = Ending }
    :: atomic { stateOf[process] == Running && process == FORGER -> stateOf[process] = Ending }
    :: atomic { stateOf[process] == Ending -> TakeBack(process); stateOf[process] = TakenBack }
    :: atomic { stateOf[process] == TakenBack -> stateOf[process] = Gone; break }
    od
}

/* Any number from low to high. */
inline Choose(number, low, high) {
    number = low;
    do
    :: number < high -> number++
    :: break
    od
}

inline FillPage() {
    if
    :: pages[page].magic = true; pages[page].name = at
    :: pages[page].magic = false
    fi;
    if
    :: pages[page].process = FIRST
    :: pages[page].process = OTHER
    :: pages[page].process = FORGER
    :: pages[page].process = BURIED
    fi;
    Choose(pages[page].semaphore, 0, setCount)
#if READERS > 1
    ;
    Choose(pages[page].segment, 0, segmentCount);
    pages[page].generation = segments[pages[page].segment].generation
#endif
}

inline SetValue(id) {
    sets[id].last = FORGER;
    if
    :: sets[id].value = 0; sets[id].holder = 0
    :: sets[id].value = 1; sets[id].holder = 0
    :: sets[id].value = 1; sets[id].holder = FORGER
    fi
}

/* Whatever the kernel lets a user do who knows all that is readable. Only while its process runs. */
proctype Stranger() {
    byte set, page, at;
    do
    :: atomic { stateOf[FORGER] == Running && strangersSets < SETS && setCount < MAX_SETS ->
        Choose(at, RING_A, RINGS_THERE);
        if
        :: setAt[at] == 0 -> strangersSets++; MakeSet(set, at, STRANGER); SetValue(set)
        :: else
        fi;
        set = 0; at = 0 }
    :: atomic { stateOf[FORGER] == Running && strangersPages < PAGES && pageCount < MAX_PAGES ->
        Choose(at, RING_A, RINGS_THERE);
        if
        :: pageAt[at] == 0 -> strangersPages++; MakePage(page, at, STRANGER); FillPage()
        :: else
        fi;
        page = 0; at = 0 }
    :: atomic { stateOf[FORGER] == Running && strangersSegments < SEGMENTS && segmentCount < MAX_SEGMENTS ->
        strangersSegments++; segmentCount++;
        segments[segmentCount].creator = STRANGER; segments[segmentCount].generation = 2; segments[segmentCount].process = BURIED; segments[segmentCount].attached = 1;
        Choose(segments[segmentCount].name, RING_A, RING_B);
        madeFor[segmentCount] = segments[segmentCount].name }
    :: atomic { stateOf[FORGER] == Running && rewrites < REWRITES && pageCount > 0 ->
        Choose(page, 1, pageCount);
        if
        :: pages[page].creator == STRANGER -> rewrites++; at = pages[page].key; FillPage()
        :: pages[page].creator == STRANGER && pages[page].exists -> rewrites++; RemovePage(page)
        :: else
        fi;
        page = 0; at = 0 }
    :: atomic { stateOf[FORGER] == Running && rewrites < REWRITES && setCount > 0 ->
        Choose(set, 1, setCount);
        if
        :: sets[set].exists && sets[set].creator == STRANGER -> rewrites++; SetValue(set)
        :: sets[set].exists && sets[set].creator == STRANGER -> rewrites++; RemoveSet(set)
        :: else
        fi;
        set = 0 }
    od
}

inline SetByHand(number) {
    sets[setAt[RING_A]].value = number; sets[setAt[RING_A]].holder = 0; sets[setAt[RING_A]].last = BURIED
}

/* ipcrm -s, or a semctl of SETVAL, by root. The kernel forgets what ends would take back. */
proctype Accident() {
    byte set;
    do
    :: atomic { accidents < ACCIDENTS && setAt[RING_A] != 0 -> accidents++; set = setAt[RING_A]; RemoveSet(set); set = 0 }
#ifdef RAISES
    :: atomic { accidents < ACCIDENTS && setAt[RING_A] != 0 -> accidents++; SetByHand(1) }
    :: atomic { accidents < ACCIDENTS && setAt[RING_A] != 0 && sets[setAt[RING_A]].value > 0 -> accidents++; sets[setAt[RING_A]].value++; sets[setAt[RING_A]].last = BURIED }
#endif
#ifdef LOWERS
    :: atomic { accidents < ACCIDENTS && setAt[RING_A] != 0 -> accidents++; SetByHand(0) }
#endif
    od
}

/* The entry of ring A gets the contents of another, or leads to another segment than it says. */
proctype Damage() {
    byte page, id;
    do
    :: atomic { damages < DAMAGES && pageAt[RING_A] != 0 ->
        damages++;
        Choose(page, 1, pageCount);
        pages[pageAt[RING_A]].segment = pages[page].segment;
        pages[pageAt[RING_A]].generation = pages[page].generation;
        pages[pageAt[RING_A]].semaphore = pages[page].semaphore;
        pages[pageAt[RING_A]].process = pages[page].process;
        page = 0 }
    :: atomic { damages < DAMAGES && pageAt[RING_A] != 0 && segmentCount > 0 ->
        damages++;
        Choose(id, 1, segmentCount);
        pages[pageAt[RING_A]].segment = id;
        id = 0 }
    od
}

/* FrameRingReader.Attaching */
proctype Reader(bool trustsStranger) {
    byte page, id, semaphore, process, generation;
    bool lives;
again:
    atomic {
        page = pageAt[RING_A];
        if
        :: page != 0 && IsValid(page, RING_A) && ReadsPage(page) ->
            id = pages[page].segment;
            semaphore = pages[page].semaphore;
            process = pages[page].process;
            generation = pages[page].generation
        :: else
        fi;
        id != 0
    };
    atomic {
        lives = LivesBy(semaphore, page, RING_A, process);
        /* The set of a dead one may be held by a successor that has not written the entry yet, or be about to be taken back. */
#if DAMAGES == 0
        assert(lives || pages[page].creator != US || !RunsCode(process));
        assert(!lives || pages[page].creator != US || RunsCode(process) || (Counts(semaphore, page, RING_A) && ((sets[semaphore].holder != process && sets[semaphore].holder != NONE) || stateOf[process] == Ending || IsRaisedByListed(semaphore))));
#endif
        if
        :: segments[id].attached > 0 && ReadsCreator(id, page) && ReadsName(id) && ReadsGeneration(id, generation) ->
            segments[id].attached++;
            assert(segments[id].creator == US || trustsStranger);
            assert(segments[id].creator == pages[page].creator);
            assert(madeFor[id] == RING_A);
            assert(pages[page].creator != US || segments[id].generation == generation || segments[id].generation >= newest[page])
        :: else -> goto leave
        fi
    };
    Detach(id);
leave:
    atomic { page = 0; id = 0; semaphore = 0; process = 0; generation = 0; lives = false; goto again }
}

init {
    atomic {
        stateOf[BURIED] = Gone;
#ifdef DEAD
        pageCount = 1; pageAt[RING_A] = 1; pages[1].exists = true; pages[1].key = RING_A; pages[1].creator = US; pages[1].magic = true; pages[1].name = RING_A;
        pages[1].segment = 1; pages[1].generation = 2; pages[1].semaphore = 1; pages[1].process = BURIED; newest[1] = 2;
        setCount = 1; setAt[RING_A] = 1; sets[1].exists = true; sets[1].key = RING_A; sets[1].creator = US; sets[1].last = BURIED;
        segmentCount = 1; segments[1].creator = US; segments[1].name = RING_A; segments[1].generation = 2; segments[1].process = BURIED; segments[1].attached = 1;
        madeFor[1] = RING_A;
#ifdef DYING
        stateOf[BURIED] = Ending; sets[1].value = 1; sets[1].holder = BURIED;
        run Death(BURIED);
#endif
#ifdef OLD_GENERATION
        segmentCount = 2; segments[2].creator = US; segments[2].name = RING_A; segments[2].generation = 1; segments[2].process = BURIED; segments[2].attached = 1;
        madeFor[2] = RING_A;
#endif
#endif
        run Producer(FIRST, RING_A);
        run Death(FIRST);
#ifdef SECOND
        run Producer(NEXT, RING_A);
        run Death(NEXT);
#endif
#ifdef RINGS
        run Producer(OTHER, RING_B);
        run Death(OTHER);
#endif
#if PAGES + SETS + SEGMENTS > 0
        run Stranger();
        run Death(FORGER);
#endif
#if ACCIDENTS > 0
        run Accident();
#endif
#if DAMAGES > 0
        run Damage();
#endif
#if READERS > 0
        run Reader(false);
#endif
#if READERS > 1
        run Reader(true);
#endif
    }
}
