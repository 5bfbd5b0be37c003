using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Reports;

namespace ScoringFairness.Service.Pages;

/// <summary>What audits must have in common for their figures to stand side by side: the attribute, the items and the scale of each.</summary>
/// <param name="Attribute">The attribute whose groups are compared.</param>
/// <param name="Scales">The scale of each item in words.</param>
public sealed record ComparedData(string Attribute, IReadOnlyDictionary<string, string> Scales)
{
    /// <summary>What an audit looked at.</summary>
    public static ComparedData Of(string attribute, AuditedData data) => new(attribute, data.Items.ToDictionary(
        item => item.ItemId,
        item => $"{FigureFormat.Score(item.Scale.Min)} to {FigureFormat.Score(item.Scale.Max)} by {FigureFormat.Score(item.Scale.Step)}"));

    /// <summary>The same for all audits whose figures may stand side by side.</summary>
    public string Key => string.Join(
        '\n', [Attribute, .. Scales.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}\t{item.Value}")]);
}
