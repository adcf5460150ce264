using FFmpeg.AutoGen;
using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Producer.Decoding;
using FrameRing.Producer.Demuxing;
using FrameRing.Producer.Sources.Files;
using FrameRing.Reading;
using FrameRing.Writing;

namespace FrameRing.Producer.Tests.Decoding;

public sealed unsafe class RepeatedBufferTests
{
    [Fact]
    public void A_buffer_that_is_put_out_twice_is_copied_the_second_time_and_stays_valid_where_it_was()
    {
        FileSourceOptions options = new() { Input = SourceRun.Clip("vp9-altref.webm"), Threads = 1 };
        using SlotBufferPool pool = new(CancellationToken.None);
        using VideoInput input = VideoInput.Open(options);
        using VideoDecoder codec = VideoDecoder.Open(input, options, pool, 1);
        BufferHold hold = new();
        string ring = Tool.NewRing();
        using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = ring, SlotCount = 16, SlotSize = DecoderSlots.Plan(input, codec, 1).Size, Hold = hold });
        pool.UseSlotsOf(writer);
        using FrameDecoder decoder = new(input, codec, default);
        using SlotTransfer transfer = new(pool);
        FrameDescription description = new(input, codec.ExpectedFormat, null);
        AVFrame* owned = ffmpeg.av_frame_alloc();
        AVFrame* frame = owned;
        try
        {
            CancellationToken cancelled = TestContext.Current.CancellationToken;
            FrameRingReader.TryAttach(ring, new FrameRingReaderOptions(), TimeSpan.FromSeconds(10), cancelled, out FrameRingReader? reader);
            Assert.NotNull(reader);
            using (reader)
            {
                Assert.Equal(DecodingOutcome.Frame, decoder.TryDecode(frame));
                (TransferPath path, int firstSlot) = Publish(out string first);
                Assert.Equal(TransferPath.Direct, path);
                Assert.Equal(ReadStatus.Ok, reader.WaitNext(TimeSpan.FromSeconds(10), cancelled, out FrameView seen));
                (path, int secondSlot) = Publish(out string second);
                Assert.Equal(TransferPath.Copied, path);
                Assert.NotEqual(firstSlot, secondSlot);
                Assert.Equal(first, second);
                Assert.Equal(ReadStatus.Ok, seen.Validate());
            }
        }
        finally
        {
            ffmpeg.av_frame_free(&owned);
        }

        (TransferPath Path, int Slot) Publish(out string hash)
        {
            description.Describe(frame, out FrameMetadata metadata);
            Assert.True(transfer.TryFill(writer, frame, description.FormatOf(frame), ref metadata, out SlotClaim claim, out nint token));
            hash = SourceRun.Hash(metadata, (nint)claim.DangerousPointer);
            int slot = claim.Slot;
            Assert.NotEqual(0UL, claim.Publish(metadata, token));
            return (metadata.Path, slot);
        }
    }

}
