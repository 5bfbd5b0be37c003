namespace ScoringFairness.Scoring;

/// <summary>
/// Training on what a teacher, another scorer, says of the training responses, beside their human levels (Hinton, Vinyals, Dean 2015,
/// arXiv 1503.02531).
/// </summary>
/// <param name="Temperature">Probabilities of levels are softened by it, the teacher's and the student's alike; a number has none.</param>
/// <param name="TeacherWeight">The teacher's share of the loss, 0 to 1; human levels have the rest.</param>
public sealed record Distillation(double Temperature, double TeacherWeight);

/// <summary>What a teacher says of a response that it was trained on.</summary>
/// <param name="Probabilities">Probability of each level; empty where it gives none.</param>
/// <param name="Place">Its real-valued score in levels, before it was brought onto the scale.</param>
public sealed record TeacherScore(IReadOnlyList<float> Probabilities, double Place)
{
    /// <summary>What a scorer says.</summary>
    public static TeacherScore Of(ResponseScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new(score.Probabilities, score.Expected ?? score.Score ?? score.Level);
    }
}
