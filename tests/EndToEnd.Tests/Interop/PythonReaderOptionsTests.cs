using FrameRing.Formats;
using FrameRing.Layout;
using FrameRing.Writing;

namespace FrameRing.EndToEnd.Tests.Interop;

/// <summary>Odd command lines, arguments and formats at the readers in Python: one sentence and the exit code of consumer, and never a traceback.</summary>
public sealed class PythonReaderOptionsTests(ForeignReaders readers) : IClassFixture<ForeignReaders>
{
    public static TheoryData<string> OddCommandLines =>
    [
        "", "''", "video --nth abc", "video -x", "video other", "video --timeout -1", "video --timeout nan", "video --timeout inf", "video --timeout 1e3",
        "video --timeout", "video --timeout=", "video --timeout 1_0", "video --timeout ' 1'", "video --timeout 99999999999", "video -w abc", "video -w 1:00:",
        "video -n 0", "video -n -1", "video -n abc", "video -n 1.5", "video -n 99999999999999999999", "video -n 1_0", "video -n ''", "video -n ١",
        "video --start there", "video --start -1", "video --start +1", "video --start 281474976710656", "video --start 99999999999999999999999999999999999",
        "video --policy", "video --policy some", "video --lossless --policy latest", "video --follow=yes", "video --owner nobody.such", "video --owner -1",
        "video --owner 4294967296", "video --wai 1", "video -o=1", ".video", "-video", "-- -video", "a/b", "'a b'", "vidéo", "$'vid\\xff'", "$'vid\\neo'", "video -n $'1\\e[2J\\n'",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ];

    [Theory]
    [MemberData(nameof(OddCommandLines))]
    public void A_command_line_that_makes_no_sense_is_code_2_and_a_sentence(string arguments)
    {
        readers.SkipUnlessPresent();
        using Tool reader = PythonReader.Shell($"exec python3 -B \"$0\" {arguments}");
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == 2, $"{code}: {errors}");
        Assert.Empty(output);
        PythonReader.AssertSentence(arguments, errors);
        Assert.StartsWith("framering.py: error: ", errors);
        Assert.DoesNotContain("\u001b", errors);
    }

    [Theory]
    [InlineData("--start 0 -n 1", 0, "1")]
    [InlineData("--start 1 -n 1", 0, "1")]
    [InlineData("--start OLDEST -n 1", 0, "1")]
    [InlineData("--start 281474976710655 --timeout 0.1", 5, "")]
    [InlineData("-n 1 --timeout .5 -o -w 0 -u 0 -u 4294967295", 0, "1")]
    [InlineData("-on1", 0, "1")]
    public void One_that_makes_sense_does_what_consumer_does(string options, int expected, string first)
    {
        readers.SkipUnlessPresent();
        using SmallRing ring = new();
        ring.Publish();
        using Tool reader = PythonReader.Shell($"exec python3 -B \"$0\" {ring.Name} {options}");
        (int code, string output, string errors) = reader.Finish();
        Assert.True(code == expected, $"{code}: {errors}");
        Assert.Equal(first, output.Split(' ')[0]);
    }

    [Fact]
    public void Arguments_of_the_module_that_make_no_sense_are_told()
    {
        readers.SkipUnlessPresent();
        using Tool script = ForeignReaders.Code("""
            for name, start in (("video", 1 << 48), ("video", -1), ("video", "there"), ("video", 1.5), ("a/b", 1), ("", 1), ("v\n", 1), ("-v", 1), ("x" * 64, 1)):
                try:
                    framering.Reader.attach(name, wait=0, start=start)
                    print(name, start, "taken")
                except ValueError:
                    pass
            """);
        Assert.Equal((0, string.Empty, string.Empty), script.Finish());
    }

    [Fact]
    public void A_format_that_it_does_not_know_is_told()
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Publish(ring, new FourCC(0x5a5a5a5a), 64);
        using Tool reader = readers.Python(ring, "-o");
        (int code, string output, string errors) = reader.Finish();
        Assert.Equal(1, code);
        Assert.Empty(output);
        PythonReader.AssertSentence(ring, errors);
        Assert.Contains("format ZZZZ", errors);
        using Tool script = ForeignReaders.Code("""
            frame = framering.Reader.attach(sys.argv[2], start="oldest").wait()
            for look in (lambda: list(frame.rows()), lambda: frame.visible(0)):
                try:
                    look()
                except framering.RingError as error:
                    print(error)
            print(len(frame.slot_bytes()), frame.validate())
            """, ring);
        (code, output, errors) = script.Finish();
        Assert.True(code == 0, errors);
        Assert.Equal(3, output.TrimEnd().Split('\n').Length);
        Assert.EndsWith("16384 True\n", output);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("RING --nonsense", 2)]
    [InlineData("RING abc", 2)]
    [InlineData("a/b", 2)]
    [InlineData("RING.no -w 0", 3)]
    [InlineData("RING --timeout 0.1", 5)]
    [InlineData("RING --lossless", 1)]
    [InlineData("RING 1>/dev/full", 1)]
    [InlineData("RING 1>&-", 1)]
    public void Numpy_ends_as_consumer(string arguments, int expected)
    {
        using SmallRing ring = new();
        ring.Publish();
        (int code, string output, string errors) = Numpy(arguments.Replace("RING", ring.Name, StringComparison.Ordinal));
        Assert.True(code == expected, $"{code}: {output}{errors}");
        PythonReader.AssertSentence(arguments, errors);
    }

    [Theory]
    [InlineData("gray", 64, 1, "64 32 1")]
    [InlineData("gray16le", 128, 1, "64 32 257")]
    [InlineData("rgb24", 192, 1, "192 32 1")]
    [InlineData("x2rgb10le", 256, 1, "64 32 16843009")]
    [InlineData("pal8", 64, 2, "64 32 1")]
    public void Numpy_sees_the_samples_of_the_format(string format, int stride, int planes, string expected)
    {
        readers.SkipUnlessPresent();
        string ring = Tool.NewRing();
        Assert.True(PixelFormats.TryParse(format, out PixelFormat? known));
        using FrameRingWriter writer = Publish(ring, known.FourCC, stride, planes);
        (int exit, string output, string errors) = Numpy($"{ring} -n 1");
        Assert.True(exit == 0, errors);
        Assert.Equal($"1 {expected}.000\n", output);
    }

    [Fact]
    public void Numpy_tells_a_format_that_it_does_not_know()
    {
        string ring = Tool.NewRing();
        using FrameRingWriter writer = Publish(ring, new FourCC(0x5a5a5a5a), 64);
        (int code, string output, string errors) = Numpy(ring);
        Assert.Equal(1, code);
        Assert.Empty(output);
        PythonReader.AssertSentence(ring, errors);
    }

    private (int Code, string Output, string Errors) Numpy(string arguments)
    {
        readers.SkipUnlessPresent();
        Assert.SkipUnless(readers.PythonWithNumpy is not null, "numpy is not installed; install it with: sudo apt-get install python3-numpy");
        using Tool script = PythonReader.Shell($"exec {readers.PythonWithNumpy} -B \"$0\" {arguments}", Tool.PathOf("interop", "python", "numpy_example.py"));
        return script.Finish();
    }

    // Every byte of the frame is 1.
    private static FrameRingWriter Publish(string ring, FourCC format, int stride, int planes = 1)
    {
        FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = ring, SlotCount = 4, SlotSize = 16384, HugePages = Pages.HugePagePolicy.Off });
        Assert.Equal(ClaimStatus.Ok, writer.TryClaim(16384, out SlotClaim claim));
        claim.Data.Fill(1);
        FrameMetadata metadata = new()
        {
            Format = format,
            CodedWidth = 64,
            CodedHeight = 32,
            Crop = new CropRectangle(0, 0, 64, 32),
            PlaneCount = planes,
            BytesUsed = (stride * 32) + 1024,
        };
        for (int plane = 0; plane < planes; plane++)
        {
            metadata.SetPlane(plane, new PlaneLayout(plane * stride * 32, plane == 0 ? stride : 1024));
        }

        claim.Publish(metadata);
        return writer;
    }
}
