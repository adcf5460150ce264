using System.Globalization;
using System.Security.Cryptography;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Sources;
using FrameRing.Producer.Sources.Files;
using FrameRing.Writing;

namespace FrameRing.Producer.Tests;

/// <summary>Publishes all of a source into a ring of a given size, in this process, and looks at every frame before it is published.</summary>
internal sealed unsafe class SourceRun : IDisposable
{
    private readonly FileSource _source;
    private readonly FrameRingWriter _writer;

    internal SourceRun(FileSourceOptions options, int? slots = null)
    {
        _source = new FileSource(options);
        _writer = FrameRingWriter.Create(new FrameRingWriterOptions
        {
            Name = Tool.NewRing(),
            SlotCount = slots ?? _source.Slots.Count,
            SlotSize = _source.Slots.Size,
            Hold = _source.Hold,
        });
    }

    internal static string Clip(string name) => Tool.PathOf("samples", "media", name);

    internal string Description => _source.Description;

    internal int PlannedSlots => _source.Slots.Count;

    internal long Dropped { get; private set; }

    /// <summary>Number of the frame in the source, those that were dropped counted.</summary>
    internal int Index { get; private set; } = -1;

    internal long Corrupt { get; private set; }

    internal WriterStatistics Statistics => _writer.Statistics;

    /// <summary>Publishes all frames and shows each.</summary>
    internal void PublishAll(Action<FrameMetadata, nint> look)
    {
        SourceStatus status;
        while ((status = _source.TryFill(_writer, out SlotClaim claim, out FrameMetadata metadata, out nint token)) != SourceStatus.Ended)
        {
            Corrupt += _source.TakeCorruptCount();
            Index++;
            if (status == SourceStatus.Waiting)
            {
                Index--;
                continue;
            }

            if (status == SourceStatus.Dropped)
            {
                Dropped++;
                continue;
            }

            look(metadata, (nint)claim.DangerousPointer);
            Assert.True(claim.Publish(metadata, token) != 0);
        }

        Assert.Null(_source.Failure);
    }

    /// <summary>The hash of the visible picture, as ffmpeg -f framemd5 computes it.</summary>
    internal static string Hash(in FrameMetadata metadata, nint slot)
    {
        Assert.True(PixelFormats.TryGet(metadata.Format, out PixelFormat? format));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (int plane = 0; plane < metadata.PlaneCount; plane++)
        {
            PlaneLayout layout = metadata.GetPlane(plane);
            int rows = format.Rows(plane, metadata.Crop.Height);
            for (int row = 0; row < rows; row++)
            {
                byte* start = (byte*)slot + layout.Offset + ((long)(row + format.RowOffset(plane, metadata.Crop.Y)) * layout.Stride) + format.ColumnOffset(plane, metadata.Crop.X);
                hash.AppendData(new ReadOnlySpan<byte>(start, (int)format.RowBytes(plane, metadata.Crop.Width)));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset()).ToLower(CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _source.Dispose();
        _writer.End();
        _writer.Dispose();
    }
}
