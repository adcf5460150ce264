/* The readers: FrameRingReader, FrameView, LeaseHolder, LeaseRecord. */

/* IsReady and StillReady: the frame is there, also while the writer only wishes for its slot. IsLeasable: nobody wishes for it. */
#define IsReady(k, s)       (SequenceOf(Load(STAMP(k))) == (s))
#define IsLeasable(k, s)    (Load(STAMP(k)) == Ready(s))

/* FrameRingReader.TryRead. Sets status, slot. */
inline TryRead(s) {
    if
    :: s > Load(HEAD) -> status = NotYet
    :: else ->
        word = Load(INDEX(s));
        if
        :: PackedSequence(word) != s -> status = Overwritten
        :: else ->
            slot = PackedSlot(word);
#ifdef MUTANT_NO_ACQUIRE_IN_ISREADY
            pixel0 = Load(PIXEL(slot, 0));
#endif
            if
            :: IsReady(slot, s) -> status = Ok
            :: else -> status = Overwritten
            fi
        fi;
        word = 0
    fi;
    /* Nobody is told that a frame is lost which is there. */
    assert(status != Overwritten || Has(overwritten, s))
}

/* The pixels are used, then Validate: StillReady, and what it says is true. */
inline UseAndValidate(s) {
#ifndef MUTANT_NO_ACQUIRE_IN_ISREADY
    pixel0 = Load(PIXEL(slot, 0));
#endif
#ifdef MUTANT_NO_LOAD_BARRIER_IN_STILLREADY
    isStillReady = IsReady(slot, s);
    pixel1 = Load(PIXEL(slot, 1));
#else
    pixel1 = Load(PIXEL(slot, 1));
    isStillReady = IsReady(slot, s);
#endif
    d_step {
        assert(!isStillReady || (pixel0 == frameOf[s] && pixel1 == frameOf[s]));
        assert(isStillReady || Has(overwritten, s));
        pixel0 = 0;
        pixel1 = 0
    }
}

/* FrameRingReader.WaitNext: the word first, then the look. */
inline LookAndWait(who, s) {
#ifdef MUTANT_WAKE_WORD_READ_AFTER_LOOK
    TryRead(s);
    if
    :: status == NotYet -> seen = Load(WAKE_WORD); Wait(who, seen)
    :: else
    fi;
#else
    seen = Load(WAKE_WORD);
    TryRead(s);
    if
    :: status == NotYet -> Wait(who, seen)
    :: else
    fi;
#endif
    seen = 0
}

#ifdef PURE
proctype PureReader() {
    byte next = 1;
    byte status, word, slot, seen, pixel0, pixel1;
    bool isStillReady;
    do
    :: next > FRAMES -> break
    :: else ->
        LookAndWait(PURE_READER, next);
        if
        :: status == Ok -> UseAndValidate(next); next++
        :: status == Overwritten -> next++
        :: else
        fi;
        d_step { status = 0; slot = 0; isStillReady = false }
    od
}
#endif

/* LeaseHolder.Take: the semaphore, the epoch, then what a dead holder has left is forgotten. */
inline TakeEntry(cpu, entry, epochWord, place) {
    d_step { !semaphore[entry] -> semaphore[entry] = true };
    d_step { memory[epochWord] = memory[epochWord] + 1; epoch = memory[epochWord] };
#ifndef MUTANT_NEXT_HOLDER_FORGETS_NOTHING
    word = Load(place);
    if
    :: word != 0 -> CompareExchange(cpu, place, 0, word)
    :: else
    fi;
    word = 0;
#ifndef MUTANT_NEXT_HOLDER_WAKES_NOBODY
    WakeWriter(cpu)
#endif
#endif
    skip
}

/* The kernel takes the semaphore back after the last store of the process; whoever waits for the reader hears of it after his slice. */
inline Undo(cpu, entry, who) {
    d_step {
        IsFlushed(cpu) ->
        semaphore[entry] = false;
        readerKilled[entry] = false;
        sleepingReader[who] = false;
        slice = true
    }
}

#ifdef LEASE
#ifdef MUTANT_NO_FENCE_AT_PIN
#define LEASE_STORES
#define Announce(s) Store(LEASE_CPU, PIN, Tag(epoch, s))
#else
#define Announce(s) Exchange(LEASE_CPU, PIN, Tag(epoch, s))
#endif

/* LeaseWord.TryClear, SYNC POINT J: a full fence between the word and the look whether a claim waits. */
inline Unpin(s) {
    d_step { leased = 0 };
#ifdef MUTANT_NO_FENCE_IN_UNPIN
#define LEASE_STORES
    Store(LEASE_CPU, PIN, 0);
#else
    CompareExchange(LEASE_CPU, PIN, 0, Tag(epoch, s));
#endif
    WakeWriter(LEASE_CPU)
}

/* LeaseRecord.TryLease: announced, then looked at, SYNC POINT I. A claim in doubt may not have seen the pin. */
inline TryLease(s) {
    Announce(s);
    atomic {
        if
        :: IsLeasable(slot, s) -> assert(!Has(overwritten, s)); leased = s
        :: else
        fi
    };
    if
    :: leased == s -> status = Ok
    :: else ->
        status = Overwritten;
#ifdef MUTANT_FAILED_LEASE_WAKES_NOBODY
        CompareExchange(LEASE_CPU, PIN, 0, Tag(epoch, s))
#else
        Unpin(s)
#endif
    fi
}

/* What Validate says of a leased frame: Ok, or Revoked, which is true. */
inline UseLease(s) {
    pixel0 = Load(PIXEL(slot, 0));
    pixel1 = Load(PIXEL(slot, 1));
    isStillReady = IsReady(slot, s);
    d_step {
        assert(!isStillReady || (pixel0 == frameOf[s] && pixel1 == frameOf[s]));
        assert(isStillReady || Has(revoked, s));
        pixel0 = 0;
        pixel1 = 0
    }
}

inline ReadWithLeases() {
    TakeEntry(LEASE_CPU, 0, PIN_EPOCH, PIN);
    do
    :: next > FRAMES -> break
    :: else ->
        LookAndWait(LEASE_READER, next);
        if
        :: status == Overwritten -> next++
        :: status == NotYet -> skip
        :: status == Ok ->
            TryLease(next);
            if
            :: status == Ok ->
                UseLease(next);
#ifdef HOLDS
                /* Keeps the lease while it waits for the next frame. */
                if
                :: next < FRAMES ->
                    do
                    :: seen = Load(WAKE_WORD);
                        if
                        :: Load(HEAD) > next -> break
                        :: else -> Wait(LEASE_READER, seen)
                        fi
                    od;
                    seen = 0
                :: true
                fi;
#endif
                Unpin(next);
#ifdef ONE_LEASE
                break
#endif
            :: else
            fi;
            next++
        fi;
        d_step { status = 0; slot = 0; isStillReady = false }
    od;
    semaphore[0] = false
}

proctype LeaseReader() {
    byte next = 1;
    byte status, word, slot, seen, pixel0, pixel1, epoch;
    bool isStillReady;

life:
    { ReadWithLeases() } unless { readerKilled[0] };
#if DEATHS > 0
    if
    :: readerKilled[0] ->
        d_step { leased = 0; status = 0; word = 0; slot = 0; seen = 0; pixel0 = 0; pixel1 = 0; epoch = 0; isStillReady = false };
        Undo(LEASE_CPU, 0, LEASE_READER);
        goto life
    :: else
    fi
#endif
}
#endif

#ifdef LOSSLESS
/* LeaseHolder.MoveCursor: announced with a full fence, then the look whether a claim waits. */
#ifdef MUTANT_NO_FENCE_AT_CURSOR
#define LOSSLESS_STORES
#define AnnounceCursor(s) Store(LOSSLESS_CPU, CURSOR, Tag(epoch, s))
#else
#define AnnounceCursor(s) Exchange(LOSSLESS_CPU, CURSOR, Tag(epoch, s))
#endif

inline MoveCursor(s) {
    AnnounceCursor(s);
    WakeWriter(LOSSLESS_CPU)
}

/*
 * FrameRingReader.Join: of the frames from the wanted one to the head each must still be there after the cursor is announced, not only
 * the wanted one: the writer may have passed an older frame over, because it was leased, and have taken a younger one.
 */
inline Join() {
    do
    :: true ->
        MoveCursor(next);
#ifdef MUTANT_JOIN_WITHOUT_LOOK
        break
#else
        last = Load(HEAD);
#ifdef MUTANT_JOIN_LOOKS_AT_THE_FIRST_ONLY
        if
        :: last > next -> last = next
        :: else
        fi;
#endif
        at = next;
        do
        :: at > last -> break
        :: else ->
            word = Load(INDEX(at));
            if
            :: PackedSequence(word) == at && IsLeasable(PackedSlot(word), at) -> at++
            :: else -> break
            fi
        od;
        if
        :: at > last -> break
        :: else -> next = at + 1
        fi
#endif
    od;
    word = 0;
    last = 0;
    at = 0
}

#define IsEvicted       (Load(EVICTED) == epoch)

/* Only who has stood at a frame that was given up is told; joined is where it stood first. */
#define CheckEviction() assert(IsEvicted && joined != 0 && joined <= givenUp)

inline ReadWithoutLoss() {
    TakeEntry(LOSSLESS_CPU, 1, CURSOR_EPOCH, CURSOR);
    if
    :: next <= FRAMES -> joined = next; Join()
    :: else
    fi;
    do
    :: next > FRAMES -> break
#ifdef EVICTS
    :: next <= FRAMES && IsEvicted -> CheckEviction(); break
#endif
    :: else ->
        LookAndWait(LOSSLESS_READER, next);
        if
        :: status == NotYet -> skip
        :: status == Ok ->
            UseAndValidate(next);
            if
            :: isStillReady -> next++; MoveCursor(next)
            :: else -> CheckEviction(); break
            fi
        :: status == Overwritten -> CheckEviction(); break
        fi;
        d_step { status = 0; slot = 0; isStillReady = false }
    od;
    CompareExchange(LOSSLESS_CPU, CURSOR, 0, Load(CURSOR));
    semaphore[1] = false;
    WakeWriter(LOSSLESS_CPU)
}

proctype LosslessReader() {
    byte next = 1;
    byte last, at, status, word, slot, seen, pixel0, pixel1, epoch, joined;
    bool isStillReady;

life:
    { ReadWithoutLoss() } unless { readerKilled[1] };
#if DEATHS > 0
    if
    :: readerKilled[1] ->
        d_step { joined = 0; last = 0; at = 0; status = 0; word = 0; slot = 0; seen = 0; pixel0 = 0; pixel1 = 0; epoch = 0; isStillReady = false };
        Undo(LOSSLESS_CPU, 1, LOSSLESS_READER);
        goto life
    :: else
    fi
#endif
}
#endif
