using System.Globalization;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Pages;

namespace ScoringFairness.Service.Pages.Settings;

/// <summary>A form of the settings: what stands in its fields, and what is wrong with them.</summary>
/// <param name="Values">What stands in the fields; a field may have several values.</param>
/// <param name="Errors">What is wrong, by field.</param>
public sealed record SettingsForm(IReadOnlyDictionary<string, IReadOnlyList<string>> Values, IReadOnlyDictionary<string, string[]> Errors)
{
    /// <summary>A form that nobody has filled in yet.</summary>
    public static SettingsForm Of(params IEnumerable<(string Field, object? Value)> values) => new(
        values.Where(one => one.Value is not null).GroupBy(one => one.Field).ToDictionary(
            field => field.Key,
            field => (IReadOnlyList<string>)[.. field.Select(one => Convert.ToString(one.Value, CultureInfo.InvariantCulture)!)]),
        new Dictionary<string, string[]>());

    /// <summary>A form as it was sent; null where the request is none.</summary>
    internal static async Task<SettingsForm?> ReadAsync(HttpRequest request, CancellationToken cancellation) => !request.HasFormContentType
        ? null
        : new SettingsForm(await PostedForm.ValuesAsync(request, cancellation), new Dictionary<string, string[]>());

    /// <summary>What stands in a field.</summary>
    public string? this[string field] => Posted(new Refusals())[field];

    /// <summary>Whether a box is ticked.</summary>
    public bool Has(string field, string value) => Posted(new Refusals()).Has(field, value);

    /// <summary>What is wrong with a field.</summary>
    public IReadOnlyList<string> ErrorsOf(string field) => Errors.GetValueOrDefault(field) ?? [];

    /// <summary>Its fields, to be read.</summary>
    internal PostedForm Posted(Refusals errors) => new(Values, errors);
}
