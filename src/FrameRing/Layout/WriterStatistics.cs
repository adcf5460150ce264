namespace FrameRing.Layout;

/// <summary>What a writer has done since it was created. A snapshot.</summary>
/// <param name="Published">Frames published.</param>
/// <param name="Dropped">Frames that found no slot.</param>
/// <param name="Direct">Published frames whose pixels were written in place.</param>
/// <param name="Copied">Published frames that took one copy.</param>
/// <param name="HwDownloaded">Published frames downloaded from a device.</param>
/// <param name="Corrupt">Damaged packets and frames that were counted.</param>
/// <param name="Abandoned">Claims that were given back.</param>
/// <param name="Revoked">Slots taken although they were leased, because the leases were too old.</param>
/// <param name="Evicted">Lossless readers that the writer waits for no more.</param>
/// <param name="Waits">Claims that had to wait for lossless readers.</param>
/// <param name="WaitTime">How long they waited in all; of several threads, added up.</param>
public readonly record struct WriterStatistics(
    ulong Published,
    ulong Dropped,
    ulong Direct,
    ulong Copied,
    ulong HwDownloaded,
    ulong Corrupt,
    ulong Abandoned,
    ulong Revoked,
    ulong Evicted,
    ulong Waits,
    TimeSpan WaitTime);
