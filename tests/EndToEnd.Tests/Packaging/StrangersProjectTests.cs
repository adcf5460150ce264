using System.Text.RegularExpressions;

namespace FrameRing.EndToEnd.Tests.Packaging;

/// <summary>A console project of somebody else, with nothing in it that knows of FrameRing.</summary>
[Trait("Category", "Slow")]
public sealed class StrangersProjectTests : IDisposable
{
    private const string Program = """
        using FrameRing;
        using FrameRing.Formats;
        using FrameRing.Layout;
        using FrameRing.Inspection;
        using FrameRing.Reading;
        using FrameRing.SystemV;
        using FrameRing.V4L2;
        using FrameRing.Writing;

        foreach (RingInfo ring in RingCatalog.List()) Console.WriteLine(ring.Name);
        foreach (VideoDevice device in VideoDevice.OpenAll()) using (device) Console.WriteLine(device.Card);
        try
        {
            using FrameRingWriter writer = FrameRingWriter.Create(new FrameRingWriterOptions { Name = "x", SlotCount = 2, SlotSize = 4096, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            if (writer.TryClaim(64, out SlotClaim claim) == ClaimStatus.Ok)
            {
                FrameMetadata metadata = new() { Format = FourCC.Parse("GREY"), CodedWidth = 8, CodedHeight = 8, PlaneCount = 1 };
                metadata.SetPlane(0, new PlaneLayout(0, 8));
                claim.Publish(metadata);
            }

            FrameRingReader.TryAttach("x", new FrameRingReaderOptions(), TimeSpan.Zero, default, out FrameRingReader? reader);
            while (reader!.WaitNext(TimeSpan.Zero, default, out FrameView view) == ReadStatus.Ok) Console.WriteLine($"{view.Sequence} {view.VisibleSize} {view.Validate()}");
            Console.WriteLine(new SharedMemorySegment(0));
        }
        catch (FrameRingException e) { Console.WriteLine(e.Error); }
        """;

    private readonly RepositoryCopy _copy = new("FrameRing", "V4L2");

    public StrangersProjectTests()
    {
        _copy.Offer("tmds.libc", "microsoft.net.illink.tasks");
        _copy.Write("user/Program.cs", Program);
    }

    public void Dispose() => _copy.Dispose();

    [Fact]
    public void Referencing_the_project_warns_of_nothing()
    {
        WriteProject("""<ProjectReference Include="../repository/src/V4L2/V4L2.csproj" />""");
        AssertNoWarning(_copy.DotNet("build user -v minimal -p:NuGetAudit=false"));
    }

    [Fact]
    public void Referencing_the_package_warns_of_nothing_unless_it_is_for_another_system()
    {
        int code;
        string output;
        foreach (string library in new[] { "FrameRing", "V4L2" })
        {
            (code, output) = _copy.DotNet($"pack repository/src/{library} -c Release -o feed -v minimal -p:NuGetAudit=false");
            Assert.True(code == 0, output);
        }

        WriteProject("""<PackageReference Include="FrameRing.V4L2" Version="0.1.0" />""");
        AssertNoWarning(_copy.DotNet("build user -v minimal -p:NuGetAudit=false"));

        (code, output) = _copy.DotNet("build user -v minimal -p:NuGetAudit=false -r win-x64 --self-contained false -p:UseAppHost=false");
        Assert.True(code == 0, output);
        Assert.Contains("FRAMERING001", output);
        Assert.Contains("for 'win-x64'", output);
        (code, output) = _copy.DotNet("msbuild user -t:CheckFrameRingPlatform -p:TargetPlatformIdentifier=windows");
        Assert.True(code == 0, output);
        Assert.Contains("for 'windows'", output);
    }

    private static void AssertNoWarning((int Code, string Output) build)
    {
        Assert.True(build.Code == 0, build.Output);
        Assert.Empty(Regex.Matches(build.Output, @"warning [A-Z]+\d+.*").Select(match => match.Value).Distinct());
    }

    private void WriteProject(string reference) => _copy.Write("user/user.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>{reference}</ItemGroup>
        </Project>
        """);
}
