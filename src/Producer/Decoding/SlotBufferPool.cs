using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FFmpeg.AutoGen;
using FrameRing.Media.Frames;
using FrameRing.Writing;

namespace FrameRing.Producer.Decoding;

/// <summary>
/// Gives a decoder the ring's slots to decode into (get_buffer2). A decoder that finds no slot gets a buffer of its own instead and
/// its frame is copied later: an error here would lose dozens of frames. FFmpeg calls from its own threads; nothing is allocated on
/// the managed heap.
/// </summary>
internal sealed unsafe class SlotBufferPool : IDisposable
{
    // More than any decoder holds and any ring has published at once; beyond it buffers are FFmpeg's own.
    private const int MaxRecords = 8192;

    private readonly Lock _lock = new();
    private readonly CancellationToken _stop;
    private readonly Record* _records;
    private readonly int[] _free = new int[MaxRecords];
    private GCHandle _self;
    private FrameRingWriter? _writer;
    private int _freeCount;
    private bool _disposed;

    /// <param name="stop">Ends the wait of a decoder for a slot that lossless readers still need.</param>
    internal SlotBufferPool(CancellationToken stop)
    {
        _stop = stop;
        _records = (Record*)NativeMemory.AllocZeroed(MaxRecords, (nuint)sizeof(Record));
        _self = GCHandle.Alloc(this);
        for (int index = MaxRecords - 1; index >= 0; index--)
        {
            _records[index].Owner = GCHandle.ToIntPtr(_self);
            _free[_freeCount++] = index;
        }
    }

    /// <summary>Where slots come from when those there are have become too small.</summary>
    internal LargerSlots Larger { get; } = new(TimeSpan.FromSeconds(1));

    /// <summary>The device that the pool's decoder uses; null for none.</summary>
    internal HardwareDevice? Device { get; set; }

    /// <summary>The pool that a decoder was attached to.</summary>
    internal static SlotBufferPool Of(AVCodecContext* context) => (SlotBufferPool)GCHandle.FromIntPtr((nint)context->opaque).Target!;

    /// <summary>Whether the source cannot wait for readers, as a camera.</summary>
    internal bool IsLive { get; init; }

    /// <summary>Whether decoders get slots at all. False where the ring was planned for copies and has too few for a decoder to hold.</summary>
    internal bool GivesSlots { get; set; } = true;

    /// <summary>Makes a decoder ask this pool. To be called before avcodec_open2.</summary>
    internal void Attach(AVCodecContext* context)
    {
        context->opaque = (void*)GCHandle.ToIntPtr(_self);
        context->get_buffer2 = new AVCodecContext_get_buffer2_func
        {
            Pointer = (nint)(delegate* unmanaged[Cdecl]<AVCodecContext*, AVFrame*, int, int>)&GetBuffer,
        };
    }

    /// <summary>From here on buffers are slots of this writer. To be called before the first packet.</summary>
    internal void UseSlotsOf(FrameRingWriter writer) => _writer ??= writer;

    /// <summary>Finds the claim behind a frame's buffer.</summary>
    /// <returns>False if the buffer is FFmpeg's own.</returns>
    internal bool TryGetClaim(AVBufferRef* buffer, out DetachedClaim claim)
    {
        // The opaque of somebody else's buffer is not ours to read: only an address inside the table is one of our records.
        byte* opaque = (byte*)ffmpeg.av_buffer_get_opaque(buffer);
        long distance = opaque - (byte*)_records;
        bool isOurs = distance >= 0 && distance < (long)MaxRecords * sizeof(Record) && distance % sizeof(Record) == 0;
        claim = isOurs ? ((Record*)opaque)->Claim : DetachedClaim.None;
        return isOurs;
    }

    /// <summary>The decoder is closed. Buffers that the ring still holds are given back later; the last one frees the table.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            FreeIfUnused();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetBuffer(AVCodecContext* context, AVFrame* frame, int flags)
    {
        try
        {
            SlotBufferPool pool = Of(context);
            if ((context->codec->capabilities & ffmpeg.AV_CODEC_CAP_DR1) != 0 && pool.TryGiveSlot(context, frame))
            {
                return 0;
            }
        }
        catch (Exception)
        {
            // Nothing may be thrown into C. The buffer below is always right; its frame is counted as copied.
        }

        return ffmpeg.avcodec_default_get_buffer2(context, frame, flags);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeBuffer(void* opaque, byte* data)
    {
        Record* record = (Record*)opaque;
        ((SlotBufferPool)GCHandle.FromIntPtr(record->Owner).Target!).Recycle(record);
    }

    private bool TryGiveSlot(AVCodecContext* context, AVFrame* frame)
    {
        // Frames of a format that the ring lacks are converted, and those of a device downloaded: neither may take a slot here.
        if (!GivesSlots
            || _writer is not { } writer
            || !FFmpegPixelFormats.TryGet((AVPixelFormat)frame->format, out _)
            || !PlaneArrangement.TryCreate(context, (AVPixelFormat)frame->format, frame->width, frame->height, out PlaneArrangement planes)
            || TryClaim(writer, planes.TotalSize, out SlotClaim claim) != ClaimStatus.Ok)
        {
            return false;
        }

        byte* slot = claim.DangerousPointer;
        ulong size = (ulong)claim.Size;
        DetachedClaim detached = claim.Detach();
        Record* record = TakeRecord(detached);
        AVBufferRef* buffer = record == null ? null : ffmpeg.av_buffer_create(
            slot,
            size,
            new av_buffer_create_free_func { Pointer = (nint)(delegate* unmanaged[Cdecl]<void*, byte*, void>)&FreeBuffer },
            record,
            0);
        if (buffer == null)
        {
            writer.TryAbandon(detached);
            if (record != null)
            {
                ReturnRecord(record);
            }

            return false;
        }

        for (uint plane = 0; plane < 8; plane++)
        {
            bool isUsed = plane < planes.PlaneCount;
            frame->data[plane] = isUsed ? slot + planes.Offsets[plane] : null;
            frame->linesize[plane] = isUsed ? planes.Strides[plane] : 0;
        }

        frame->buf[0] = buffer;
        frame->extended_data = (byte**)Unsafe.AsPointer(ref frame->data);
        return true;
    }

    private ClaimStatus ClaimFromPresent(FrameRingWriter writer, long size, out SlotClaim claim) =>
        IsLive ? writer.TryClaimLive(size, out claim) : writer.Claim(size, _stop, out claim);

    /// <summary>
    /// Takes a slot, as the pool's source does: waiting for readers where they must get every frame, or never. Where the slots are too
    /// small, a larger generation is begun.
    /// </summary>
    internal ClaimStatus TryClaim(FrameRingWriter writer, long size, out SlotClaim claim)
    {
        ClaimStatus status = ClaimFromPresent(writer, size, out claim);
        return status == ClaimStatus.TooLarge && Larger.TryMake(writer, size) ? ClaimFromPresent(writer, size, out claim) : status;
    }

    private Record* TakeRecord(DetachedClaim claim)
    {
        lock (_lock)
        {
            if (_freeCount == 0 || _disposed)
            {
                return null;
            }

            Record* record = _records + _free[--_freeCount];
            record->Claim = claim;
            return record;
        }
    }

    private void Recycle(Record* record)
    {
        // False if it was published: then the writer has asked for it and takes the slot itself.
        _writer!.TryAbandon(record->Claim);
        ReturnRecord(record);
    }

    private void ReturnRecord(Record* record)
    {
        lock (_lock)
        {
            _free[_freeCount++] = (int)(record - _records);
            FreeIfUnused();
        }
    }

    private void FreeIfUnused()
    {
        if (_disposed && _freeCount == MaxRecords && _self.IsAllocated)
        {
            _self.Free();
            NativeMemory.Free(_records);
        }
    }

    private struct Record
    {
        internal nint Owner;
        internal DetachedClaim Claim;
    }
}
