using System.Globalization;
using Microsoft.Extensions.Primitives;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Pages;

/// <summary>A form of a page as it was sent.</summary>
/// <param name="values">What was sent by field; a field may have several values.</param>
/// <param name="errors">Told of what cannot be read.</param>
internal sealed class PostedForm(IReadOnlyDictionary<string, IReadOnlyList<string>> values, Refusals errors)
{
    /// <summary>What stands in the fields of a form that was sent.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ValuesAsync(HttpRequest request, CancellationToken cancellation) =>
        Values(await request.ReadFormAsync(cancellation));

    /// <summary>What stands in the fields of a form, or of a query that fills one in.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Values(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        fields.ToDictionary(field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.OfType<string>()]);

    /// <summary>The first value of a field; null where it is empty.</summary>
    public string? this[string field] =>
        values.GetValueOrDefault(field) is [var first, ..] && !string.IsNullOrWhiteSpace(first) ? ComposedText.Of(first.Trim()) : null;

    /// <summary>Every value of a field.</summary>
    public IReadOnlyList<string> All(string field) => [.. (values.GetValueOrDefault(field) ?? []).Select(value => ComposedText.Of(value))];

    /// <summary>Whether a box was ticked.</summary>
    public bool Has(string field, string value) => All(field).Contains(value);

    /// <summary>A whole number; null where the field is empty, or is none.</summary>
    public int? Whole(string field) => (int?)Read(field, number => Math.Abs(number) <= int.MaxValue && number == Math.Truncate(number));

    /// <summary>A whole number that may be long; null where the field is empty, or is none.</summary>
    public long? Long(string field) => (long?)Read(field, number => Math.Abs(number) <= long.MaxValue && number == Math.Truncate(number));

    /// <summary>A number; null where the field is empty, or is none.</summary>
    public decimal? Number(string field) => Read(field, number => Math.Abs(number) <= int.MaxValue);

    private decimal? Read(string field, Func<decimal, bool> fits)
    {
        if (this[field] is not { } text)
        {
            return null;
        }
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && fits(number))
        {
            return number;
        }
        errors.Add(field, $"'{text}' is not a number that fits here.");
        return null;
    }
}
