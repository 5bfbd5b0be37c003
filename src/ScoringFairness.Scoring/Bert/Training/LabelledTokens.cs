using ScoringFairness.Scoring.Bert.Tokens;

namespace ScoringFairness.Scoring.Bert.Training;

/// <summary>A text's tokens and its level by head; null where a head has no level of it.</summary>
internal sealed record LabelledTokens(TokenizedText Text, IReadOnlyList<HeadLevel?> Heads)
{
    /// <summary>A text of a model with one head.</summary>
    public LabelledTokens(TokenizedText text, int level) : this(text, [new(level)])
    {
    }
}

/// <summary>The level that a text has for a head.</summary>
internal readonly record struct HeadLevel(int Level)
{
    /// <summary>What a regression's target lies above the level, in outputs: <see cref="RidgeStart"/> says why.</summary>
    public double Shift { get; init; }

    /// <summary>What it weighs in the loss, beside what its level does.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The number of the student's group, for a penalty; null: of none.</summary>
    public int? Group { get; init; }

    /// <summary>What its teacher says of it; null: there is none.</summary>
    public TeacherScore? Teacher { get; init; }
}
