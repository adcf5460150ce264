using System.Reflection;
using FrameRing.Testing;
using FrameRing.V4L2.Formats;
using FrameRing.V4L2.Interop;
using FrameRing.V4L2.Controls;
using FrameRing.V4L2.Streaming;

namespace FrameRing.V4L2.Tests.Abi;

/// <summary>Structs, constants and ioctl numbers of V4L2 and of device files, against the headers of this machine.</summary>
public class V4L2AbiTests
{
    // Members of unions that have a name in C. Those of nameless unions are called as with us.
    private static readonly Dictionary<string, string> s_paths = new()
    {
        ["v4l2_format.pix"] = "fmt.pix",
        ["v4l2_format.pix_mp"] = "fmt.pix_mp",
        ["v4l2_streamparm.capture"] = "parm.capture",
        ["v4l2_plane.mem_offset"] = "m.mem_offset",
        ["v4l2_plane.userptr"] = "m.userptr",
        ["v4l2_buffer.offset"] = "m.offset",
        ["v4l2_buffer.userptr"] = "m.userptr",
        ["v4l2_buffer.planes"] = "m.planes",
        ["v4l2_event.src_change_changes"] = "u.src_change.changes",
    };

    public static TheoryData<string> Structures => [.. StructTypes().Select(static type => type.Name)];

    [Theory]
    [MemberData(nameof(Structures))]
    public void A_structure_is_laid_out_as_in_C(string name) => Passes(Describe(StructTypes().Single(type => type.Name == name)));

    [Fact]
    public void Constants_are_those_of_the_kernel() => Passes(Header().Constants(typeof(Videodev2), static _ => true));

    [Fact]
    public void Numbers_of_ioctls_are_those_of_the_kernel()
    {
        CAssertions assertions = Header();
        foreach (FieldInfo field in Requests())
        {
            assertions.Constant(field.Name, (uint)field.GetValue(null)!);
        }

        Passes(assertions);
    }

    [Fact]
    public void Device_files_are_spoken_to_as_in_C() => Passes(
        new CAssertions()
            .Include("fcntl.h")
            .Include("poll.h")
            .Include("sys/eventfd.h")
            .Include("sys/mman.h")
            .Constants(typeof(Device), static _ => true)
            .Struct(typeof(Device.pollfd), "struct pollfd"));

    [Fact]
    public void Capabilities_have_the_numbers_of_the_kernel() => Passes(Header().Enumeration<DeviceCapabilities>(new Dictionary<string, string>
    {
        ["None"] = "0",
        ["VideoCapture"] = "V4L2_CAP_VIDEO_CAPTURE",
        ["VideoOutput"] = "V4L2_CAP_VIDEO_OUTPUT",
        ["VbiCapture"] = "V4L2_CAP_VBI_CAPTURE",
        ["VideoCaptureMultiPlanar"] = "V4L2_CAP_VIDEO_CAPTURE_MPLANE",
        ["VideoOutputMultiPlanar"] = "V4L2_CAP_VIDEO_OUTPUT_MPLANE",
        ["MemoryToMemoryMultiPlanar"] = "V4L2_CAP_VIDEO_M2M_MPLANE",
        ["MemoryToMemory"] = "V4L2_CAP_VIDEO_M2M",
        ["SdrCapture"] = "V4L2_CAP_SDR_CAPTURE",
        ["MetadataCapture"] = "V4L2_CAP_META_CAPTURE",
        ["ReadWrite"] = "V4L2_CAP_READWRITE",
        ["Streaming"] = "V4L2_CAP_STREAMING",
        ["MetadataOutput"] = "V4L2_CAP_META_OUTPUT",
        ["Touch"] = "V4L2_CAP_TOUCH",
        ["MediaController"] = "V4L2_CAP_IO_MC",
    }));

    [Fact]
    public void Control_types_have_the_numbers_of_the_kernel() => Passes(Header().Enumeration<ControlType>(new Dictionary<string, string>
    {
        ["Integer"] = "V4L2_CTRL_TYPE_INTEGER",
        ["Boolean"] = "V4L2_CTRL_TYPE_BOOLEAN",
        ["Menu"] = "V4L2_CTRL_TYPE_MENU",
        ["Button"] = "V4L2_CTRL_TYPE_BUTTON",
        ["Integer64"] = "V4L2_CTRL_TYPE_INTEGER64",
        ["Class"] = "V4L2_CTRL_TYPE_CTRL_CLASS",
        ["String"] = "V4L2_CTRL_TYPE_STRING",
        ["Bitmask"] = "V4L2_CTRL_TYPE_BITMASK",
        ["IntegerMenu"] = "V4L2_CTRL_TYPE_INTEGER_MENU",
        ["FirstCompound"] = "V4L2_CTRL_COMPOUND_TYPES",
        ["Bytes"] = "V4L2_CTRL_TYPE_U8",
        ["Words"] = "V4L2_CTRL_TYPE_U16",
        ["DoubleWords"] = "V4L2_CTRL_TYPE_U32",
        ["Area"] = "V4L2_CTRL_TYPE_AREA",
    }));

    [Fact]
    public void Control_flags_have_the_numbers_of_the_kernel() => Passes(Header().Enumeration<ControlFlags>(new Dictionary<string, string>
    {
        ["None"] = "0",
        ["Disabled"] = "V4L2_CTRL_FLAG_DISABLED",
        ["Grabbed"] = "V4L2_CTRL_FLAG_GRABBED",
        ["ReadOnly"] = "V4L2_CTRL_FLAG_READ_ONLY",
        ["Update"] = "V4L2_CTRL_FLAG_UPDATE",
        ["Inactive"] = "V4L2_CTRL_FLAG_INACTIVE",
        ["Slider"] = "V4L2_CTRL_FLAG_SLIDER",
        ["WriteOnly"] = "V4L2_CTRL_FLAG_WRITE_ONLY",
        ["Volatile"] = "V4L2_CTRL_FLAG_VOLATILE",
        ["HasPayload"] = "V4L2_CTRL_FLAG_HAS_PAYLOAD",
        ["ExecuteOnWrite"] = "V4L2_CTRL_FLAG_EXECUTE_ON_WRITE",
        ["ModifyLayout"] = "V4L2_CTRL_FLAG_MODIFY_LAYOUT",
        ["DynamicArray"] = "V4L2_CTRL_FLAG_DYNAMIC_ARRAY",
    }));

    [Fact]
    public void Format_flags_have_the_numbers_of_the_kernel() => Passes(Header().Enumeration<FormatFlags>(new Dictionary<string, string>
    {
        ["None"] = "0",
        ["Compressed"] = "V4L2_FMT_FLAG_COMPRESSED",
        ["Emulated"] = "V4L2_FMT_FLAG_EMULATED",
        ["ContinuousBytestream"] = "V4L2_FMT_FLAG_CONTINUOUS_BYTESTREAM",
        ["DynamicResolution"] = "V4L2_FMT_FLAG_DYN_RESOLUTION",
        ["EncoderInterval"] = "V4L2_FMT_FLAG_ENC_CAP_FRAME_INTERVAL",
        ["ConvertsColorspace"] = "V4L2_FMT_FLAG_CSC_COLORSPACE",
        ["ConvertsTransfer"] = "V4L2_FMT_FLAG_CSC_XFER_FUNC",
        ["ConvertsEncoding"] = "V4L2_FMT_FLAG_CSC_YCBCR_ENC",
        ["ConvertsQuantization"] = "V4L2_FMT_FLAG_CSC_QUANTIZATION",
    }));

    [Fact]
    public void Fields_and_memories_have_the_numbers_of_the_kernel() => Passes(Header()
        .Enumeration<FieldOrder>(new Dictionary<string, string>
        {
            ["Any"] = "V4L2_FIELD_ANY",
            ["None"] = "V4L2_FIELD_NONE",
            ["Top"] = "V4L2_FIELD_TOP",
            ["Bottom"] = "V4L2_FIELD_BOTTOM",
            ["Interlaced"] = "V4L2_FIELD_INTERLACED",
            ["SequentialTopFirst"] = "V4L2_FIELD_SEQ_TB",
            ["SequentialBottomFirst"] = "V4L2_FIELD_SEQ_BT",
            ["Alternate"] = "V4L2_FIELD_ALTERNATE",
            ["InterlacedTopFirst"] = "V4L2_FIELD_INTERLACED_TB",
            ["InterlacedBottomFirst"] = "V4L2_FIELD_INTERLACED_BT",
        })
        .Enumeration<BufferMemory>(new Dictionary<string, string> { ["Mapped"] = "V4L2_MEMORY_MMAP", ["UserPointer"] = "V4L2_MEMORY_USERPTR" }));

    [Theory]
    [InlineData("m.userptr", 60, 8, "m.userptr offset")]
    [InlineData("m.planes", 64, 4, "m.planes size")]
    [InlineData("sequence", 52, 4, "sequence offset")]
    public void A_wrong_field_is_detected(string field, int offset, int size, string complaint) =>
        Fails(Header().Field("struct v4l2_buffer", field, offset, size), $"struct v4l2_buffer.{complaint}");

    // As if the structure were not packed.
    [Fact]
    public void A_wrong_alignment_is_detected() => Fails(Header().Field("struct v4l2_ext_control", "value64", 16, 8), "value64 offset");

    [Fact]
    public void A_wrong_number_of_an_ioctl_is_detected() => Fails(Header().Constant("VIDIOC_QBUF", Videodev2.VIDIOC_DQBUF), "VIDIOC_QBUF value");

    [Fact]
    public void A_wrong_structure_is_detected() => Fails(Header().Struct(typeof(Videodev2.v4l2_frmival_stepwise), "struct v4l2_frmsize_stepwise", path: static name => name switch
    {
        "min" => "min_width",
        "max" => "step_width",
        _ => "max_height",
    }), "min_width size");

    private static CAssertions Header() => new CAssertions().Include("sys/time.h").Include("linux/videodev2.h");

    private static IEnumerable<Type> StructTypes() =>
        typeof(Videodev2).GetNestedTypes(BindingFlags.NonPublic).Where(static type => type.IsValueType && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute)));

    private static IEnumerable<FieldInfo> Requests() =>
        typeof(Videodev2).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Where(static field => field.IsInitOnly && field.FieldType == typeof(uint));

    private static CAssertions Describe(Type type) =>
        Header().Struct(type, $"struct {type.Name}", path: name => s_paths.GetValueOrDefault($"{type.Name}.{name}", name));

    private static void Passes(CAssertions assertions)
    {
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        Assert.True(assertions.Count > 3, "nothing to check");
        (bool succeeded, string output) = assertions.Compile();
        Assert.True(succeeded, output);
    }

    private static void Fails(CAssertions assertions, string complaint)
    {
        Assert.SkipUnless(Cc.IsAvailable, Cc.MissingReason);
        (bool succeeded, string output) = assertions.Compile();
        Assert.False(succeeded);
        Assert.Contains(complaint, output);
    }
}
