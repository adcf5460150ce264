using System.Text.RegularExpressions;

namespace FrameRing.Text;

/// <summary>
/// Hides secrets in texts that people and logs see: passwords in URLs, and the values of options, query fields and headers whose names
/// say that they are secret. Each secret becomes <c>***</c>.
/// </summary>
/// <remarks>
/// A URL's password begins at the first colon behind <c>scheme://</c> and ends at the last <c>@</c> before the host (RFC 3986, 3.2.1); where it
/// holds a slash that should have been written as <c>%2F</c>, it is hidden too unless only digits stand before it, which may be a port. The names are listed in SECURITY.md. A secret that nothing
/// marks as one, such as a folder of an address, cannot be known. All members are safe on any thread.
/// </remarks>
public static partial class SecretMask
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Shown = "***";

    /// <summary>Hides the secrets of a line: a message, a URL, one argument of a command line.</summary>
    /// <param name="text">The text; null counts as empty.</param>
    /// <returns>The text itself if there is nothing to hide.</returns>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        string shown = UrlPassword().Replace(text, $"$1{Shown}@");
        shown = Header().Replace(shown, $"$1{Shown}");
        return NamedValue().Replace(shown, $"$1{Shown}");
    }

    /// <summary>Hides the secrets of one argument or address, whose end is known: a secret in it may hold blanks and quotation marks. For what is put into a sentence later.</summary>
    /// <param name="text">The argument; null counts as empty.</param>
    /// <returns>The text itself if there is nothing to hide.</returns>
    public static string OfArgument(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        string shown = UrlPasswordOfArgument().Replace(text, $"$1{Shown}@");
        shown = QueryField().Replace(shown, $"$1{Shown}");
        return Of(NamedArgument().Replace(shown, $"$1{Shown}"));
    }

    /// <summary>Hides the secrets of a command line, whose options may have their values as arguments of their own.</summary>
    /// <param name="arguments">The arguments, the program's name among them.</param>
    /// <returns>One text, with blanks between the arguments.</returns>
    public static string OfCommandLine(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        string[] shown = new string[arguments.Count];
        for (int i = 0; i < shown.Length; i++)
        {
            bool isValue = i > 0 && SecretOption().IsMatch(arguments[i - 1]);
            shown[i] = isValue ? Shown : OfArgument(arguments[i]);
        }

        return string.Join(' ', shown);
    }

    // Names that hold such a part are secret wherever they stand; short ones only as a whole, and not as the beginning of a file's name.
    private const string Names = """
        [a-z0-9_.\-]*(?:password|passwd|passphrase|passcode|loginpas|secret|token|credential|signature|authorization|api_?key|access_?key|account_?key
        |(?:de|en)cryption_keys?|crypto_?key|private_?key|license_?key|stream_?key|srtp_(?:in|out)_params|cookies?)[a-z0-9_\-]*
        |(?<!/)(?:pwd|psw|pass|auth|sig|key|psk|jwt|hmac|x-amz-credential)
        """;

    // User, colon, secret, @. As FFmpeg has it, the last @ of the authority ends the secret; failing that, behind a "port" that is no number, the last @ at all.
    [GeneratedRegex("""([a-z][a-z0-9+.\-]*://[^\s/?\#:'"<>\[]*:)(?:[^\s/?\#'"<>]*|(?![0-9]*[/?\#])[^\s'"<>]*)@""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UrlPassword();

    [GeneratedRegex("""([a-z][a-z0-9+.\-]*://[^/?\#:\[]*:)(?:[^/?\#]*|(?![0-9]*[/?\#]).*)@""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex UrlPasswordOfArgument();

    // HTTP's own fields hold blanks, so they are hidden to the end of the line or of the quotation. What is hidden already ends there: words of ours may follow.
    [GeneratedRegex("""(\b(?:(?:proxy-)?authorization|(?:set-)?cookie|(?:x|private)-[a-z\-]*(?:token|key|secret|auth)[a-z\-]*)(?>\s*:\s*))(?!\*\*\*)[^'"\r\n]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    // A placeholder such as <hex> is no value.
    [GeneratedRegex($"""((?<![a-z0-9_.\-])-*(?:{Names})=)(?!\s|'|"|$|<[a-z]+>)[^\s'"&;,]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NamedValue();

    // A field of a query, whose end is known where the end of the address is.
    [GeneratedRegex($"""((?<=[?&;])(?:{Names})=)[^&;\#]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex QueryField();

    [GeneratedRegex($"""^(-*(?:{Names})=).+$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex NamedArgument();

    [GeneratedRegex($"""^--?(?:{Names})$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SecretOption();
}
