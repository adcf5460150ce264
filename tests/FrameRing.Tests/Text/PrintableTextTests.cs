using System.Text;
using FrameRing.Text;

namespace FrameRing.Tests.Text;

/// <summary>Text of others on its way to a terminal.</summary>
public class PrintableTextTests
{
    [Theory]
    [InlineData("plain text, äöü, 日本語, 🎥", "plain text, äöü, 日本語, 🎥")]
    [InlineData("\u001b]0;owned\a\u001b[2J", @"\x1b]0;owned\x07\x1b[2J")]
    [InlineData("two\nlines\r\tand\0more\u007f", @"two\x0alines\x0d\x09and\x00more\x7f")]
    [InlineData("\u009b2J\u0085", @"\u{9b}2J\u{85}")]
    [InlineData("\u202Etxt.exe\u2066\u200B\uFEFF\u00AD", @"\u{202e}txt.exe\u{2066}\u{200b}\u{feff}\u{ad}")]
    [InlineData("\u2028\u2029", @"\u{2028}\u{2029}")]
    [InlineData("\U000E0041\U0001F3A5", "\\u{e0041}\U0001F3A5")]
    [InlineData(@"\x1b", @"\\x1b")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void What_is_not_printable_is_shown(string? text, string shown) => Assert.Equal(shown, PrintableText.Of(text));

    // Not as data of a theory: the runner would not hand them on.
    [Fact]
    public void A_half_of_a_pair_and_what_is_no_character_is_shown()
    {
        Assert.Equal(@"a\u{d800}b", PrintableText.Of("a\ud800b"));
        Assert.Equal(@"a\u{dbff}", PrintableText.Of("a\udbff"));
        Assert.Equal(@"\u{dc00}\u{d800}", PrintableText.Of("\udc00\ud800"));
        Assert.Equal(@"\u{ffff}", PrintableText.Of("\uffff"));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_bytes()
    {
        byte[] bytes = [.. "a\u009b"u8, 0x9b, 0xff, .. "é"u8, 0xe2, 0x82, (byte)'z'];
        string text = PrintableText.FromUtf8(bytes);
        Assert.Equal(@"a\u{9b}\x9b\xffé\xe2\x82z", PrintableText.Of(text));
        Assert.Equal("plain", PrintableText.FromUtf8("plain"u8));
        Assert.Equal(bytes, PrintableText.ToUtf8(text));
        Assert.Equal("äöü日🎥"u8.ToArray(), PrintableText.ToUtf8("äöü日🎥"));
    }

    [Fact]
    public void A_line_can_be_made_printable_twice()
    {
        string once = PrintableText.Line("C:\\x \u001b[2J\n\u202e");
        Assert.Equal(@"C:\x \x1b[2J\x0a\u{202e}", once);
        Assert.Same(once, PrintableText.Line(once));
        Assert.Equal("a\n\tb\\x0d", PrintableText.Lines("a\n\tb\r"));
    }

    [Fact]
    public void A_long_text_is_cut_also_within_a_pair()
    {
        Assert.Equal("ab...", PrintableText.Of("abc", 2));
        Assert.Equal("abc", PrintableText.Of("abc", 3));
        Assert.Equal(@"a\u{d83c}...", PrintableText.Of("a\U0001F3A5", 2));
    }

    [Fact]
    public void Nothing_of_all_characters_steers_a_terminal()
    {
        StringBuilder all = new();
        for (int value = 0; value <= char.MaxValue; value++)
        {
            // Apart, or two of them would make a character.
            all.Append((char)value).Append(' ');
        }

        string shown = PrintableText.Of(all.ToString());
        Assert.DoesNotContain(shown, static c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or (>= '\u200b' and <= '\u200f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'));
    }

    [Fact]
    public void An_exception_shows_what_others_have_chosen()
    {
        FrameRingException error = new(FrameRingError.WriterActive, "Start \u001b[2J", "process \u009b1", "Stop \a it.");
        Assert.Equal(@"Start \x1b[2J: process \u{9b}1. Stop \x07 it.", error.Message);
        Assert.Equal(@"Start \x1b[2J", error.Operation);
        Assert.Equal(@"process \u{9b}1", error.Cause);
        Assert.Equal(@"Stop \x07 it.", error.Remedy);
    }
}
