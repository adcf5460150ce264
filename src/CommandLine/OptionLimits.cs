using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace FrameRing.CommandLine;

/// <summary>What an option takes. Whatever else is typed gets a sentence that names the option and says what it takes.</summary>
public static class OptionLimits
{
    /// <summary>A whole number from a least one up to what the option's type holds.</summary>
    /// <param name="option">An option of <c>int</c>, <c>long</c>, or one of them that may be null.</param>
    /// <param name="least">The smallest that is taken.</param>
    /// <returns>The option.</returns>
    public static Option<T> RefuseBelow<T>(this Option<T> option, long least) => option.RefuseOutside(least, MostOf<T>());

    /// <summary>A whole number of a range.</summary>
    /// <param name="option">An option of <c>int</c>, <c>long</c>, or one of them that may be null.</param>
    /// <param name="least">The smallest that is taken.</param>
    /// <param name="most">The largest.</param>
    /// <returns>The option.</returns>
    public static Option<T> RefuseOutside<T>(this Option<T> option, long least, long most)
    {
        ArgumentNullException.ThrowIfNull(option);
        option.CustomParser = result =>
        {
            string text = TextOf(result);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most)
            {
                return (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture);
            }

            result.AddError($"'{text}' is no value for {option.Name}. Use a whole number, {least} {(most == MostOf<T>() ? "or more" : $"to {most}")}.");
            return default;
        };
        return option;
    }

    /// <summary>One of some words.</summary>
    /// <param name="option">The option.</param>
    /// <param name="values">The words.</param>
    /// <returns>The option.</returns>
    public static Option<T> AcceptOnly<T>(this Option<T> option, params IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(option);
        string[] known = [.. values];
        option.CompletionSources.Clear();
        option.CompletionSources.Add(known);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !known.Contains(token.Value)) is { } token)
            {
                result.AddError($"'{token.Value}' is no value for {option.Name}. Use one of {string.Join(", ", known)}.");
            }
        });
        return option;
    }

    /// <summary>What was typed for an option that takes one value; empty if nothing was, which the parser refuses itself.</summary>
    /// <param name="result">The parser's.</param>
    /// <returns>The text.</returns>
    public static string TextOf(ArgumentResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
    }

    private static long MostOf<T>() => (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) == typeof(int) ? int.MaxValue : long.MaxValue;
}
