using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>How the rows of a file are written, whatever they are of.</summary>
internal abstract record RowQuery
{
    /// <summary>What a file is encoded in, such as windows-1252, iso-8859-1 or utf-16 (default: utf-8, or what the Content-Type says).</summary>
    [FromQuery(Name = "encoding")]
    public string? Encoding { get; init; }

    /// <summary>What separates the fields of a CSV: comma, semicolon, tab or pipe (default: what the header shows).</summary>
    [FromQuery(Name = "delimiter")]
    public string? Delimiter { get; init; }

    /// <summary>The same as delimiter.</summary>
    [FromQuery(Name = "separator")]
    public string? Separator { get; init; }

    /// <summary>What stands before the decimals: point (default) or comma.</summary>
    [FromQuery(Name = "decimal"), AllowedValues("point", "comma")]
    public string? Decimal { get; init; }

    /// <summary>
    /// Whether scores are shares of the best one, such as 56,2 % or 2 / 3; they are brought onto the scale, human scores to the nearest level.
    /// </summary>
    [FromQuery(Name = "percent")]
    public bool? Percent { get; init; }

    /// <summary>The words that stand for the levels of the scale, the lowest first, with commas between, such as F,D,C,B,A.</summary>
    [FromQuery(Name = "levels")]
    public string? Levels { get; init; }

    /// <summary>Words that stand for a missing value beside NA, N/A, nan, NaN, null and None, separated by commas.</summary>
    [FromQuery(Name = "missing")]
    public string? Missing { get; init; }

    /// <summary>Words that are groups or students here although they mostly stand for a missing value: NA, None, separated by commas.</summary>
    [FromQuery(Name = "notMissing")]
    public string? NotMissing { get; init; }

    /// <summary>What separates the fields of a CSV; null: what the header shows.</summary>
    public char? Between => (Delimiter ?? Separator) is { } name ? CsvSeparator.Named(name) : null;

    /// <summary>Whether numbers have a decimal comma.</summary>
    public bool DecimalComma => string.Equals(Decimal, "comma", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds what is wrong with the query.</summary>
    public virtual void Check(Refusals errors)
    {
        foreach (var (field, name) in ((string, string?)[])[("delimiter", Delimiter), ("separator", Separator)])
        {
            errors.Unless(name is null || CsvSeparator.Named(name) is not null, field, "is none; send comma, semicolon, tab or pipe.");
        }
        errors.Unless(Delimiter is null || Separator is null, "separator", "is the same as delimiter; send one of them.");
        errors.Unless(
            Encoding is null || RowEncoding.Find(Encoding) is not null, "encoding",
            $"'{Encoding}' is no encoding that is known; send one such as utf-8, windows-1252, iso-8859-1, utf-16 or shift_jis.");
        errors.Unless(Levels is null || Percent != true, "levels", "contradicts percent; send one of them.");
        errors.Unless(Levels is null || NameList.Of(Levels).Count > 1, "levels", "names fewer than two levels; send them all, the lowest first: F,D,C,B,A.");
        NameList.Once("levels", Levels, errors);
    }
}

/// <summary>Encodings by name; those of Windows and of the East come with a provider.</summary>
internal static class RowEncoding
{
    static RowEncoding() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding; null where there is none of that name. What is none of it stands as a sign that no text may hold.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            return System.Text.Encoding.GetEncoding(name.Trim(), EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFF"));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
