using System.Collections.Concurrent;
using ScoringFairness.Scoring;

namespace ScoringFairness.Service.Bench;

/// <summary>What the fits of a teacher say of the essays that they were trained on, by item and fold.</summary>
internal sealed class CrossLessons
{
    private readonly ConcurrentDictionary<(string Item, int Fold), IReadOnlyDictionary<int, TeacherScore>> _said = new();

    /// <summary>Takes what a fit says of essays.</summary>
    public void Add(string item, int fold, IEnumerable<(int Row, ResponseScore Score)> said) =>
        _said[(item, fold)] = said.ToDictionary(one => one.Row, one => TeacherScore.Of(one.Score));

    /// <summary>What the fit of a fold says of an essay.</summary>
    public TeacherScore? Find(string item, int fold, int row) => _said[(item, fold)].GetValueOrDefault(row);
}

/// <summary>What fits of <see cref="CrossFits"/> do with a teacher.</summary>
internal sealed record CrossTeaching
{
    /// <summary>Takes what each fit says of the essays that it was trained on; null: nobody asks.</summary>
    public CrossLessons? Into { get; init; }

    /// <summary>How a teacher's scores are trained on; null: there is no teacher.</summary>
    public Distillation? Distillation { get; init; }

    /// <summary>The teacher's scores.</summary>
    public CrossLessons? From { get; init; }

    /// <summary>Where the first fit leaves its scorer; null: nowhere.</summary>
    public string? ExportFolder { get; init; }
}
