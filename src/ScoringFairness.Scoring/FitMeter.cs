using System.Diagnostics;

namespace ScoringFairness.Scoring;

/// <summary>How much of a fit is done, counted in tokens: a token trained on costs three times a token scored.</summary>
internal sealed class FitMeter(Action<FitProgress>? progress, int epochs, long totalWork)
{
    private const int StepsBetweenReports = 5;
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(0.5);

    /// <summary>Work of a token in training, where scoring it is 1: a backward pass costs two forward passes.</summary>
    public const int TrainingWork = 3;

    private readonly Stopwatch _sinceReport = Stopwatch.StartNew();
    private long _done;
    private int _steps;

    /// <summary>Adds work that is done, and tells of it every few steps.</summary>
    public void Add(long work, int epoch, double? trainingLoss, string? note = null)
    {
        _done += work;
        if (++_steps % StepsBetweenReports == 0 || _sinceReport.Elapsed > LongestSilence) Report(epoch, trainingLoss, note);
    }

    /// <summary>Adds work that was done before this process began, and tells of it.</summary>
    public void Skip(long work, int epoch, double? trainingLoss)
    {
        _done += work;
        Report(epoch, trainingLoss);
    }

    /// <summary>Tells where the fit stands.</summary>
    public void Report(int epoch, double? trainingLoss, string? note = null)
    {
        progress?.Invoke(new(epoch, epochs, totalWork == 0 ? 1 : Math.Min(1, (double)_done / totalWork), trainingLoss) { Note = note });
        _sinceReport.Restart();
    }
}
