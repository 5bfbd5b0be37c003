using System.Text.Json.Serialization;
using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers.Mitigations;

/// <summary>A scorer that can be trained to narrow a gap between groups, and tells the vectors that its scores are made of.</summary>
public abstract record MitigatedDesign : ScorerDesign
{
    private static readonly IReadOnlyList<string> AnySplits = [];

    /// <summary>A scorer of a kind.</summary>
    /// <param name="kind">The kind's word.</param>
    protected MitigatedDesign(string kind)
        : base(kind, hasVectors: true)
    {
    }

    /// <summary>How training is changed; null: it is not.</summary>
    [JsonPropertyOrder(1)]
    public MitigationDesign? Mitigation { get; init; }

    /// <summary>The same scorer without its name, its splits and its mitigation.</summary>
    internal MitigatedDesign Bare => this with { Name = "", Splits = AnySplits, Mitigation = null };

    /// <summary>Whether another scorer differs from this one by the mitigation alone and is trained on all its splits.</summary>
    internal bool IsTwinOf(MitigatedDesign other) => Mitigation is null && Bare == other.Bare && !other.Splits.Except(Splits).Any();
}

/// <summary>How the training of a scorer is changed to narrow a gap between groups.</summary>
public sealed record MitigationDesign
{
    /// <summary>
    /// balanced: each compared group weighs the same in training. reweighed: group and human score are made independent by weights.
    /// penalised: the squared gap at equal human score enters the loss.
    /// </summary>
    public required MitigationArm Arm { get; init; }

    /// <summary>Of penalised: what the squared gap weighs beside the mean squared error.</summary>
    public double? Strength { get; init; }

    /// <summary>The same scorer without it, with which it is compared.</summary>
    public string Twin { get; init; } = "";

    /// <summary>Where group membership is used: training. It is never used in scoring.</summary>
    public string GroupMembership { get; } = "training";

    /// <summary>What an engine is told.</summary>
    internal Mitigation ToEngine() => new(Arm, Strength ?? 0);
}
