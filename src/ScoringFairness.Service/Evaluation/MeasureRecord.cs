using System.Text.Json;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Evaluation;

/// <summary>A row of <c>measures</c>.</summary>
internal sealed class MeasureRecord
{
    public int RowNo { get; init; }

    public required string Measure { get; init; }

    public required string Scorer { get; init; }

    public string? Split { get; init; }

    public string? ComparedWith { get; init; }

    public string? ItemId { get; init; }

    public string? Over { get; init; }

    public int? Level { get; init; }

    public string? Basis { get; init; }

    public string? Aggregation { get; init; }

    public string? GroupLabel { get; init; }

    public string? Contrast { get; init; }

    public double? Value { get; init; }

    public double? Low { get; init; }

    public double? High { get; init; }

    public double? Confidence { get; init; }

    public string? Method { get; init; }

    public string? Test { get; init; }

    public double? Statistic { get; init; }

    public double? Df { get; init; }

    public double? PValue { get; init; }

    public double? PAdjusted { get; init; }

    public long N { get; init; }

    public required string NByGroup { get; init; }

    public string? Denominators { get; init; }

    public double? Tolerance { get; init; }

    public string? Verdict { get; init; }

    public double? Detectable { get; init; }

    public long? NeededN { get; init; }

    public double? ExpectedByChance { get; init; }

    public string? Note { get; init; }

    public MeasureRow ToRow() => new()
    {
        Measure = Measure,
        Scorer = Scorer,
        Split = Split,
        ComparedWith = ComparedWith,
        ItemId = ItemId,
        Over = Over,
        Level = Level,
        Basis = Basis,
        Aggregation = Aggregation,
        Group = GroupLabel,
        Contrast = Contrast,
        Value = Value,
        Low = Low,
        High = High,
        Confidence = Confidence,
        Method = Method,
        Test = Test,
        Statistic = Statistic,
        Df = Df,
        PValue = PValue,
        PAdjusted = PAdjusted,
        N = N,
        NByGroup = JsonSerializer.Deserialize<Dictionary<string, long>>(NByGroup)!,
        Denominators = Denominators is null ? null : JsonSerializer.Deserialize<Dictionary<string, long>>(Denominators),
        Tolerance = Tolerance,
        Verdict = Verdict is null ? null : Enum.Parse<Verdict>(Verdict, ignoreCase: true),
        Detectable = Detectable,
        NeededN = NeededN,
        ExpectedByChance = ExpectedByChance,
        Note = Note,
    };
}
