/*
 * Shared memory as several processors see it. A store goes into the store buffer of its processor and becomes visible later, and stores
 * to different words become visible in any order, as on arm64. A release store waits for every earlier store of its processor; later
 * plain stores may pass it. A full fence waits until the buffer is empty. Loads are done in the order of the text; where the code has a
 * load barrier, a mutant does the load early instead.
 */

#ifndef DEPTH
#define DEPTH 7
#endif

typedef StoreBuffer {
    byte count;
    byte word[DEPTH];
    byte value[DEPTH];
    bool release[DEPTH]
}

byte memory[WORDS];
StoreBuffer buffer[PROCESSORS];

#define Load(place)         memory[place]
#define IsFlushed(cpu)      (buffer[cpu].count == 0)

#ifdef SEQUENTIAL
/* For what does not depend on memory order: every store is visible at once. */
inline PushStore(cpu, place, content, isRelease) {
    d_step {
        assert(place != HEAD || content == memory[HEAD] + 1);
        memory[place] = content
    }
}
#else
inline PushStore(cpu, place, content, isRelease) {
    d_step {
        assert(buffer[cpu].count < DEPTH);
        buffer[cpu].word[buffer[cpu].count] = place;
        buffer[cpu].value[buffer[cpu].count] = content;
        buffer[cpu].release[buffer[cpu].count] = isRelease;
        buffer[cpu].count++
    }
}
#endif

#define Store(cpu, place, content)          PushStore(cpu, place, content, false)
#define StoreRelease(cpu, place, content)   PushStore(cpu, place, content, true)

/* Volatile.Write of a fence that is left out in a mutant. */
#define StoreUnless(isMissing, cpu, place, content)  PushStore(cpu, place, content, !(isMissing))

/* Interlocked.Exchange and its kin: full fences, visible at once. */
inline Exchange(cpu, place, content) {
    d_step { IsFlushed(cpu) -> memory[place] = content }
}

inline CompareExchange(cpu, place, content, comparand) {
    d_step {
        IsFlushed(cpu) ->
        if
        :: memory[place] == comparand -> memory[place] = content
        :: else
        fi
    }
}

inline InterlockedAdd(cpu, place, summand) {
    d_step { IsFlushed(cpu) -> memory[place] = memory[place] + summand }
}

#define Other(cpu, i, j)    (buffer[cpu].word[i] != buffer[cpu].word[j])
#define IsPlain(cpu, i)     (buffer[cpu].count > i && !buffer[cpu].release[i])

/* The store at place i of the buffer becomes visible. Head never goes back and leaves nothing out, whoever writes it. */
inline Commit(cpu, i) {
    d_step {
        assert(buffer[cpu].word[i] != HEAD || buffer[cpu].value[i] == memory[HEAD] + 1);
        memory[buffer[cpu].word[i]] = buffer[cpu].value[i];
        at = i;
        do
        :: at + 1 < buffer[cpu].count ->
            buffer[cpu].word[at] = buffer[cpu].word[at + 1];
            buffer[cpu].value[at] = buffer[cpu].value[at + 1];
            buffer[cpu].release[at] = buffer[cpu].release[at + 1];
            at++
        :: else -> break
        od;
        buffer[cpu].count--;
        buffer[cpu].word[at] = 0;
        buffer[cpu].value[at] = 0;
        buffer[cpu].release[at] = false;
        at = 0
    }
}

/* One per processor that stores without a full fence. Goes on after the death of the process: what was stored, is stored. */
proctype Processor(byte cpu) {
    byte at;
end:
    do
    :: atomic { buffer[cpu].count > 0 -> Commit(cpu, 0) }
    :: atomic { IsPlain(cpu, 1) && Other(cpu, 1, 0) -> Commit(cpu, 1) }
    :: atomic { IsPlain(cpu, 2) && Other(cpu, 2, 0) && Other(cpu, 2, 1) -> Commit(cpu, 2) }
    :: atomic { IsPlain(cpu, 3) && Other(cpu, 3, 0) && Other(cpu, 3, 1) && Other(cpu, 3, 2) -> Commit(cpu, 3) }
    :: atomic { IsPlain(cpu, 4) && Other(cpu, 4, 0) && Other(cpu, 4, 1) && Other(cpu, 4, 2) && Other(cpu, 4, 3) -> Commit(cpu, 4) }
    :: atomic { IsPlain(cpu, 5) && Other(cpu, 5, 0) && Other(cpu, 5, 1) && Other(cpu, 5, 2) && Other(cpu, 5, 3) && Other(cpu, 5, 4) -> Commit(cpu, 5) }
    od
}
