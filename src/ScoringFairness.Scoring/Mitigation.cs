namespace ScoringFairness.Scoring;

/// <summary>A change of training that is to narrow a gap between groups. It uses groups in training alone.</summary>
/// <param name="Arm">What is changed.</param>
/// <param name="Strength">What the squared gap weighs beside the mean squared error; of <see cref="MitigationArm.Penalised"/> alone.</param>
public sealed record Mitigation(MitigationArm Arm, double Strength = 0);

/// <summary>What a mitigation changes.</summary>
public enum MitigationArm
{
    /// <summary>Each group weighs the same, as if all had sent equally many responses.</summary>
    Balanced,

    /// <summary>
    /// Each response weighs P(group) P(level) / P(group, level), so that group and human level are independent in what is trained on
    /// (Kamiran, Calders 2012, Knowledge and Information Systems 33, 1–33).
    /// </summary>
    Reweighed,

    /// <summary>
    /// The squared gap at equal human score enters the loss (the linear case: Yao, Haberman, Zhang 2019, ETS Research Report RR-19-13).
    /// </summary>
    Penalised,
}
