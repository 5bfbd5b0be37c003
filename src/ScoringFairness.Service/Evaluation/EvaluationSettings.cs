using System.ComponentModel.DataAnnotations;
using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Evaluation;

/// <summary>What <c>POST /v1/evaluations</c> may take of the machine (section <c>Evaluations</c>).</summary>
internal sealed class EvaluationSettings : ISettings
{
    public static string Section => "Evaluations";

    /// <summary>Evaluations that are computed at once, of all organisations together.</summary>
    [Range(1, 64)]
    public int AtOnce { get; init; } = 2;

    /// <summary>Evaluations of one organisation that are computed at once.</summary>
    [Range(1, 64)]
    public int AtOncePerOrganisation { get; init; } = 1;

    /// <summary>Evaluations of one organisation that wait for their turn; more are refused, to be sent again later.</summary>
    [Range(0, 1000)]
    public int Waiting { get; init; } = 4;

    /// <summary>Seconds that one may compute.</summary>
    [Range(1, 3600)]
    public double DeadlineSeconds { get; init; } = 120;

    /// <summary>Rows of one.</summary>
    [Range(100, 100_000_000)]
    public long MostRows { get; init; } = 1_000_000;

    /// <summary>Measure rows of one.</summary>
    [Range(1000, 100_000_000)]
    public long MostMeasures { get; init; } = 100_000;

    /// <summary>Figures of one that are drawn, times draws: numbers that are kept at once, 16 bytes each.</summary>
    [Range(100_000, 10_000_000_000)]
    public long MostDraws { get; init; } = 25_000_000;

    /// <summary>What an evaluation may come to.</summary>
    public StudyLimits Limits => new(Section, MostMeasures, MostDraws);
}
