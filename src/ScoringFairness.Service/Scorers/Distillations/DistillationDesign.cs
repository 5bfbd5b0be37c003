using ScoringFairness.Scoring;
using ScoringFairness.Service.Audits;

namespace ScoringFairness.Service.Scorers.Distillations;

/// <summary>How a scorer trains on the scores of another.</summary>
public sealed record DistillationDesign
{
    /// <summary>The other scorer: its fit of the same split, fold and repeat teaches.</summary>
    public required string Teacher { get; init; }

    /// <summary>Softens the probabilities of both; null of a regression, which has none.</summary>
    public double? Temperature { get; init; }

    /// <summary>The teacher's share of the loss; human levels have the rest.</summary>
    public required double TeacherWeight { get; init; }

    /// <summary>The same scorer without a teacher, which stands beside it.</summary>
    public string Control { get; init; } = "";

    /// <summary>What an engine is told.</summary>
    internal Distillation ToEngine() => new(Temperature ?? 1, TeacherWeight);
}

/// <summary>A scorer of a kind that can learn from another scorer.</summary>
internal interface IStudentDesign
{
    /// <summary>How it does; null: it has no teacher.</summary>
    DistillationDesign? Distillation { get; }

    /// <summary>The same scorer with its control written out.</summary>
    ScorerDesign With(string control);

    /// <summary>The same scorer without a teacher.</summary>
    ScorerDesign Alone(string name);

    /// <summary>Whether another scorer is the same without a teacher, trained on all its splits.</summary>
    bool IsAlone(ScorerDesign other);
}
