using System.Globalization;
using System.Text.Json.Serialization;
using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers.Mitigations;

/// <summary>A scorer that can be trained to narrow a gap between groups, beside its unmitigated twin.</summary>
internal abstract record MitigatedRequest : TrainedRequest
{
    private const double DefaultStrength = 1;
    private const double MostStrength = 1_000_000;

    /// <summary>A scorer of a kind.</summary>
    /// <param name="kind">The kind's word.</param>
    protected MitigatedRequest(string kind)
        : base(kind)
    {
    }

    /// <summary>
    /// balanced: each compared group weighs the same in training. reweighed: group and human score are made independent by weights.
    /// penalised: the squared gap at equal human score enters the loss. Group membership is used in training alone. The same scorer
    /// without a mitigation must stand beside it (default: none).
    /// </summary>
    [JsonPropertyOrder(1)]
    public MitigationArm? Mitigation { get; init; }

    /// <summary>Of penalised: what the squared gap weighs beside the mean squared error, above 0 (default 1).</summary>
    [JsonPropertyOrder(2)]
    public double? Strength { get; init; }

    /// <summary>What is wrong with the mitigation.</summary>
    /// <param name="splits">The splits that were made of the request's.</param>
    protected internal IEnumerable<string> MitigationProblems(IReadOnlyList<string> splits)
    {
        if (Strength is { } strength && Mitigation != MitigationArm.Penalised)
        {
            yield return "strength belongs to mitigation penalised; leave it out.";
        }
        else if (Strength is not (null or (> 0 and <= MostStrength)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"strength is {Strength}; send more than 0 and at most {MostStrength}.");
        }
        if (Mitigation is not null && Splits is not null && splits.FirstOrDefault(split => new TrainingSplit(split).OnlyGroup is not null) is { } only)
        {
            yield return $"split '{only}' trains on one group alone, where there is no gap to narrow; a mitigation takes mixed and mixedMatched.";
        }
    }

    /// <summary>The splits: of a mitigation mixed alone where none were asked for.</summary>
    protected internal IReadOnlyList<string> MitigatedSplits(IReadOnlyList<string> splits) =>
        Mitigation is not null && Splits is null ? [TrainingSplit.Mixed] : splits;

    /// <summary>The name: where none was given, the twin's with the mitigation.</summary>
    /// <param name="plain">The default name without a mitigation.</param>
    protected internal string MitigatedName(string plain) => Name ?? (Mitigation, Strength) switch
    {
        (null, _) => plain,
        ({ } arm, null) => $"{plain}-{Word(arm)}",
        ({ } arm, { } strength) => string.Create(CultureInfo.InvariantCulture, $"{plain}-{Word(arm)}-{strength}"),
    };

    /// <summary>The mitigation with its defaults; its twin is found once all scorers are read.</summary>
    protected internal MitigationDesign? MitigationDesign => Mitigation is { } arm
        ? new MitigationDesign { Arm = arm, Strength = arm == MitigationArm.Penalised ? Strength ?? DefaultStrength : null }
        : null;

    private static string Word(MitigationArm arm) => Host.Json.ContractJson.Word(arm.ToString());
}
