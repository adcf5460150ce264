/* The writer: FrameRingWriter, SlotTable, SlotTaker, KeptFrames, WriterGeneration. */

#ifdef MUTANT_NO_PROCESS_LOCK
#define EnterLock() skip
#define ExitLock()  IsFlushed(me)
#else
#define EnterLock() d_step { processLock == 0 -> processLock = me + 1 }
#if THREADS > 1
/* What was stored under the lock is visible to who takes it next. */
#define ExitLock()  d_step { IsFlushed(me) -> CheckPublished(); processLock = 0 }
#else
/* Letting the lock go is no fence for what is stored afterwards, and nobody else takes it. */
#define ExitLock()  d_step { if :: IsFlushed(me) -> CheckPublished() :: else fi; processLock = 0 }
#endif
#endif

/* While nobody holds the lock, the stamp of a published slot is that of its frame, and no frame is in two slots. */
inline CheckPublished() {
    k = 0;
    do
    :: k < SLOTS ->
        assert(table[k] == 0 || table[k] == NONE || Load(STAMP(k)) == Ready(table[k]));
        k++
    :: else -> break
    od;
    k = 0
}

/* KeptFrames.Look, IsKept, IsUnread: the words are read one after the other. */
inline Look() {
#ifdef LEASE
    pin = Tagged(Load(PIN));
#endif
#ifdef LOSSLESS
    LookAtCursor();
#endif
}

/* A frame that was given up is waited for no more, whoever needs it, and who needs it is told before its slot is taken. */
inline LookAtCursor() {
#ifdef EVICTS
    evictedEpoch = Load(CURSOR_EPOCH);
    if
    :: Load(EVICTED) == evictedEpoch -> cursor = 0
    :: else ->
        word = Load(CURSOR);
        cursor = Tagged(word);
        if
        :: word != 0 && cursor <= givenUp ->
            cursor = 0;
#ifndef MUTANT_NEXT_HOLDER_IS_NOT_TOLD
            Evict()
#endif
        :: else
        fi;
        word = 0
    fi;
    evictedEpoch = 0
#else
    cursor = Tagged(Load(CURSOR))
#endif
}

/* KeptFrames.Evict: by its epoch, read after the cursor; the tag says whether it is the one of who wrote the cursor. */
inline Evict() {
    evictedEpoch = Load(CURSOR_EPOCH);
    if
#ifdef MUTANT_EVICTION_WITHOUT_TAG
    :: Load(EVICTED) != evictedEpoch ->
#else
    :: (word >> 4) == evictedEpoch && Load(EVICTED) != evictedEpoch ->
#endif
#ifndef MUTANT_EVICTED_IS_NOT_TOLD
        StoreRelease(me, EVICTED, evictedEpoch)
#endif
    :: else
    fi
}

#define IsUnread(s)     (cursor != 0 && cursor <= (s))
#define IsKept(s)       (pin == (s) || IsUnread(s))

/* What IsKept notes besides: where the cursor stood that kept the oldest frame from the claim. */
inline NoteKept() {
    isAnyKept = true;
#ifdef EVICTS
    if
    :: refused == 0 && IsUnread(q) -> refused = cursor
    :: else
    fi
#endif
}

/* SYNC POINT I: the wish is visible before pins and cursors are looked at again. The pixels are not touched yet. */
inline BeginClaim(k, s) {
#ifdef MUTANT_ONE_ODD_STAMP
    Exchange(me, STAMP(k), Writing)
#else
    Exchange(me, STAMP(k), Claiming(s))
#endif
}

inline Restore(k, s) {
#ifndef MUTANT_NO_RESTORE
    StoreRelease(me, STAMP(k), Ready(s))
#else
    skip
#endif
}

/* SYNC POINT D: the odd stamp is visible before the first pixel. From here on the frame that was in the slot is gone. */
inline BeginWrite(k) {
    atomic {
        IsFlushed(me);
        if
        :: table[k] != 0 ->
            assert(leased != table[k] || Has(revoked, table[k]));
            overwritten = overwritten | Bit(table[k])
        :: else
        fi;
#ifdef MUTANT_NO_FENCE_AT_D
        Store(me, STAMP(k), Writing);
#else
#ifndef MUTANT_NO_ODD_STAMP
        Exchange(me, STAMP(k), Writing);
#endif
#endif
        table[k] = NONE;
        slot = k
    }
}

inline FindEmpty() {
    d_step {
        k = 0;
        do
        :: k < SLOTS && table[k] != 0 -> k++
        :: else -> break
        od;
        slot = NONE
    }
}

/* SlotTable.Find: an empty slot, else the one published longest ago that no reader keeps. */
inline Find() {
    FindEmpty();
    if
    :: k < SLOTS -> BeginWrite(k)
    :: else ->
#ifdef KEEPS
        Look();
#endif
        isAnyKept = false;
        q = 0;
        do
        :: slot == NONE ->
            NextOldest();
            if
            :: k == SLOTS -> break
            :: else -> TryTake()
            fi
        :: else -> break
        od
    fi;
    k = 0;
    q = 0
}

/* The slot of the oldest frame after q. */
inline NextOldest() {
    d_step {
        k = SLOTS;
        i = 0;
        do
        :: i < SLOTS ->
            if
            :: table[i] != 0 && table[i] != NONE && table[i] > q && (k == SLOTS || table[i] < table[k]) -> k = i
            :: else
            fi;
            i++
        :: else -> break
        od;
        i = 0;
        if
        :: k < SLOTS -> q = table[k]
        :: else
        fi
    }
}

inline TryTake() {
#ifndef KEEPS
    BeginWrite(k)
#else
    if
    :: IsKept(q) -> NoteKept()
    :: else ->
        BeginClaim(k, q);
#ifndef MUTANT_NO_SECOND_CHECK
        Look();
#endif
        if
        :: IsKept(q) -> Restore(k, q); NoteKept()
        :: else -> BeginWrite(k)
        fi
    fi
#endif
}

/* The words first, then the semaphores: what was there before its entry was found free is a dead reader's. */
inline ForgetDeadWord(place, holder) {
#ifdef MUTANT_SEMAPHORES_BEFORE_WORDS
    if
    :: !semaphore[holder] ->
        word = Load(place);
        CompareExchange(me, place, 0, word)
    :: else
    fi;
#else
    word = Load(place);
    if
    :: word != 0 && !semaphore[holder] -> CompareExchange(me, place, 0, word)
    :: else
    fi;
#endif
    word = 0
}

inline ForgetDead() {
#ifdef LEASE
    ForgetDeadWord(PIN, 0);
#endif
#ifdef LOSSLESS
    ForgetDeadWord(CURSOR, 1);
#endif
    skip
}

/* SlotTaker.TryRevoke: pins do not count any more, cursors do. */
inline TryRevoke() {
    q = 0;
    NextOldest();
    if
    :: k < SLOTS && pin == q && !IsUnread(q) ->
        word = Load(PIN);
        if
        :: Tagged(word) == q -> CompareExchange(me, PIN, 0, word)
        :: else
        fi;
        word = 0;
#ifdef MUTANT_REVOKE_WITHOUT_SECOND_CHECK
        d_step { revoked = revoked | Bit(q) };
        BeginWrite(k)
#else
        BeginClaim(k, q);
#ifdef LOSSLESS
        LookAtCursor();
#endif
        if
        :: IsUnread(q) -> Restore(k, q)
        :: else -> revoked = revoked | Bit(q); BeginWrite(k)
        fi
#endif
    :: else
    fi;
    k = 0;
    q = 0
}

/* FrameRingWriter.TryClaim. slot = NONE: there is none; isAnyKept: because of readers. */
inline TryClaim() {
    EnterLock();
    Find();
#if DEATHS > 0
    if
    :: slot == NONE && isAnyKept -> ForgetDead(); Find()
    :: else
    fi;
#endif
#ifdef REVOKES
    if
    :: slot == NONE && isAnyKept && !patienceOver -> patienceOver = true; TryRevoke()
    :: slot == NONE && isAnyKept -> skip
    :: else
    fi;
#endif
    /* If no reader keeps a slot, only the writer's other thread can have them. */
    assert(slot != NONE || isAnyKept || THREADS > 1);
    pin = 0;
    cursor = 0;
#ifdef EVICTS
    if
    :: slot != NONE -> refused = 0
    :: else
    fi;
#endif
    ExitLock()
}

/* The word on which a waiting claim sleeps must change with everything that can give it a slot, also from its own process. */
inline WakeClaims() {
#ifdef DELIVERY_LOSSLESS
#ifndef MUTANT_WRITER_WAKES_NO_CLAIM
    WakeWriter(me)
#endif
#endif
    skip
}

inline Fill() {
    Uninterrupted {
        d_step { pictures[slot]++; picture = pictures[slot] * SLOTS + slot };
        Store(me, PIXEL(slot, 0), picture);
        Store(me, PIXEL(slot, 1), picture)
    }
}

inline PublishReady() {
    d_step {
        frameOf[head_ + 1] = picture;
        k = 0;
        do
        :: k < SLOTS -> assert(Load(STAMP(k)) != Ready(head_ + 1)); k++
        :: else -> break
        od;
        k = 0
    };
    StoreUnless(STAMP_IS_PLAIN, me, STAMP(slot), Ready(head_ + 1))
}

inline WriteIndex() {
    StoreUnless(INDEX_IS_PLAIN, me, INDEX(head_ + 1), Pack(head_ + 1, slot))
}

inline AdvanceRelease() {
    StoreUnless(HEAD_IS_PLAIN, me, HEAD, head_ + 1)
}

/* FrameRingWriter.Publish, under the lock. */
inline Publish() {
    Uninterrupted {
#ifdef MUTANT_HEAD_BEFORE_STAMP
    AdvanceRelease();
    PublishReady();
    WriteIndex();
    Raise(me);
#else
#ifdef MUTANT_HEAD_BEFORE_INDEX
    PublishReady();
    AdvanceRelease();
    WriteIndex();
    Raise(me);
#else
#ifdef MUTANT_RAISE_BEFORE_HEAD
    PublishReady();
    WriteIndex();
    Raise(me);
    AdvanceRelease();
#else
    PublishReady();
    WriteIndex();
    AdvanceRelease();
    Raise(me);
#endif
#endif
#endif
        d_step { head_++; table[slot] = head_; slot = NONE; picture = 0 }
    };
    ExitLock();
    /* FUTEX_WAKE: the way into the kernel is a full fence. */
    IsFlushed(me);
#ifndef MUTANT_NO_WAKE
    WakeAll();
#endif
    WakeClaims()
}

/* FrameRingWriter.TryAbandon, under the lock. */
inline Abandon() {
    StoreRelease(me, STAMP(slot), Empty);
    d_step { table[slot] = 0; slot = NONE; picture = 0 };
    ExitLock();
    WakeClaims()
}

/* WaitingCount.Enter, SYNC POINT J: the count is up before pins and cursors are looked at. */
inline Enter() {
#ifdef MUTANT_WAITING_IS_A_FLAG
    Exchange(me, WAITING_CLAIMS, 1)
#else
#ifdef MUTANT_NO_FENCE_AT_J
    Store(me, WAITING_CLAIMS, Load(WAITING_CLAIMS) + 1)
#else
    InterlockedAdd(me, WAITING_CLAIMS, 1)
#endif
#endif
}

inline Leave() {
#ifdef MUTANT_WAITING_IS_A_FLAG
    Exchange(me, WAITING_CLAIMS, 0)
#else
    InterlockedAdd(me, WAITING_CLAIMS, -1)
#endif
}

/* FrameRingWriter.WaitForReaders. */
inline WaitForReaders() {
#ifndef MUTANT_WAITING_SET_AFTER_LOOK
    Enter();
#endif
    do
    :: true ->
#ifndef MUTANT_RELEASE_WORD_READ_AFTER_LOOK
        seen = Load(RELEASE_WORD);
#endif
        TryClaim();
        if
        :: slot != NONE || !isAnyKept -> break
        :: else
        fi;
#ifdef MUTANT_WAITING_SET_AFTER_LOOK
        Enter();
#endif
#ifdef MUTANT_RELEASE_WORD_READ_AFTER_LOOK
        seen = Load(RELEASE_WORD);
#endif
        d_step {
            if
            :: Load(RELEASE_WORD) == seen -> sleepingClaim[me] = true
            :: else
            fi;
            seen = 0
        };
        if
        :: !sleepingClaim[me] -> skip
#if DEATHS > 0
        :: d_step { slice -> slice = false; sleepingClaim[me] = false }
#endif
#ifdef EVICTS
        :: d_step { sleepingClaim[me] && !patienceOver -> patienceOver = true; sleepingClaim[me] = false };
            EvictSilent()
#endif
#ifdef REVOKES
        :: d_step { sleepingClaim[me] && !patienceOver -> sleepingClaim[me] = false }
#endif
        fi;
#ifdef MUTANT_WAITING_SET_AFTER_LOOK
        Leave();
#endif
    od;
    seen = 0;
#ifndef MUTANT_WAITING_SET_AFTER_LOOK
    Leave()
#endif
}

/* KeptFrames.EvictSilent, when the time of the frame is over that is waited for. */
inline EvictSilent() {
    if
    :: refused > givenUp ->
        givenUp = refused;
        LookAtCursor();
#ifdef MUTANT_NEXT_HOLDER_IS_NOT_TOLD
        word = Load(CURSOR);
        if
        :: word != 0 && Tagged(word) <= givenUp -> Evict()
        :: else
        fi;
        word = 0;
        evictedEpoch = 0;
#endif
        cursor = 0
    :: else
    fi;
    refused = 0
}

/* WriterGeneration.AdoptSlots, by a writer that has just got the writer's semaphore. */
inline AdoptSlots() {
#ifdef MUTANT_ADOPTION_BEGINS_ANEW
    head_ = 0;
#else
    head_ = Load(HEAD);
#endif
    k = 0;
    do
    :: k < SLOTS ->
        q = Load(STAMP(k));
        if
        :: q == Empty -> table[k] = 0
        :: q == Writing ->
#ifdef MUTANT_ADOPTION_KEEPS_HALF_WRITTEN
            table[k] = NONE
#else
            StoreRelease(me, STAMP(k), Empty);
            table[k] = 0
#endif
        :: IsOdd(q) && q != Writing ->
#ifdef MUTANT_ADOPTION_EMPTIES_CLAIMING
            atomic {
                assert(leased != SequenceOf(q));
                overwritten = overwritten | Bit(SequenceOf(q));
                StoreRelease(me, STAMP(k), Empty);
                table[k] = 0
            }
#else
            StoreRelease(me, STAMP(k), Ready(SequenceOf(q)));
            table[k] = SequenceOf(q)
#endif
        :: !IsOdd(q) && q != Empty && SequenceOf(q) <= head_ -> table[k] = SequenceOf(q)
        :: !IsOdd(q) && q != Empty && SequenceOf(q) > head_ ->
#ifdef MUTANT_ADOPTION_KEEPS_BEYOND_HEAD
            table[k] = SequenceOf(q)
#else
            StoreRelease(me, STAMP(k), Empty);
            table[k] = 0
#endif
        fi;
        q = 0;
        k++
    :: else -> break
    od;
    k = 0;
#ifdef KEEPS
    Exchange(me, WAITING_CLAIMS, 0);
#endif
    IsFlushed(me);
#ifndef MUTANT_ADOPTION_WAKES_NOBODY
    Raise(me);
    IsFlushed(me);
    WakeAll()
#endif
}

inline Produce() {
    do
    :: head_ == FRAMES -> break
    :: else ->
        TryClaim();
#ifdef DELIVERY_LOSSLESS
        if
        :: slot == NONE && isAnyKept -> WaitForReaders()
        :: else
        fi;
#endif
        if
        :: slot == NONE -> skip     /* the frame is dropped */
        :: else ->
            Fill();
            EnterLock();
            if
            :: head_ < FRAMES -> Publish()
            :: head_ == FRAMES -> Abandon()
#ifdef ABANDONS
            :: head_ < FRAMES && me == 0 && abandons == 0 -> abandons++; Abandon(); break
#endif
            fi
#ifdef ABANDONS
            ;
            if
            :: me == 0 && abandons == 0 -> abandons++; break
            :: true
            fi
#endif
        fi
    od
}

/* One thread of the writer. After a death thread 0 is the next writer, which waits for the kernel to take the semaphore back. */
proctype Writer(byte me) {
    byte slot = NONE;
    byte picture, k, i, q, pin, cursor, word, seen, evictedEpoch, refused;
    bool isAnyKept;
    bool isNext;

life:
    {
        if
        :: isNext -> AdoptSlots()
        :: else
        fi;
        Produce()
    } unless { crashed };

    atomic {
        slot = NONE; picture = 0; k = 0; i = 0; q = 0; pin = 0; cursor = 0; word = 0; seen = 0; evictedEpoch = 0; refused = 0; isAnyKept = false;
        sleepingClaim[me] = false;
        alive--
    };
#if CRASHES > 0
    if
    :: me == 0 ->
endOfWriter:
        d_step {
            crashed && alive == 0 && IsFlushed(0) && IsFlushed(THREADS - 1) ->
            crashed = false;
            alive = 1;
            processLock = 0;
            givenUp = 0;
            table[0] = NONE; table[SLOTS - 1] = NONE;
            isNext = true
        };
        goto life
    :: else
    fi
#endif
}
