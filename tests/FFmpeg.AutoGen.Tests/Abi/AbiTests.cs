namespace FFmpeg.AutoGen.Tests.Abi;

public sealed class AbiTests
{
    [Fact]
    public void Fields_behind_the_offset_table_are_where_C_has_them() => Check(Claims.TabledFields(), 700);

    [Fact]
    public void Structs_used_by_value_are_laid_out_as_in_C() => Check(Claims.PlainStructs(), 30);

    [Fact]
    public void Enum_members_have_their_C_values() => Check(Claims.EnumValues(), 900);

    [Fact]
    public void Constants_have_their_C_values() => Check(Claims.Constants(), 500);

    [Fact]
    public void A_wrong_offset_is_found()
    {
        CCompiler.SkipWithoutHeaders();
        (int exitCode, string errors) = CCompiler.Compile([Claims.Equal("offsetof(AVFrame, width)", Offsets.AVFrame.width + 4)]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("offsetof(AVFrame, width)", errors);
    }

    // The least number guards against a list that came out empty and so proved nothing.
    private static void Check(IEnumerable<string> claims, int least)
    {
        CCompiler.SkipWithoutHeaders();
        string[] all = [.. claims];
        Assert.True(all.Length >= least, $"only {all.Length} claims");
        (int exitCode, string errors) = CCompiler.Compile(all);
        Assert.True(exitCode == 0, errors);
    }
}
