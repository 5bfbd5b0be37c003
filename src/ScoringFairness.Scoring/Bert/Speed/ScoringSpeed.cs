using System.Diagnostics;
using static TorchSharp.torch;

namespace ScoringFairness.Scoring.Bert.Speed;

/// <summary>How many responses a second exported scorers score, as they would where a platform runs them.</summary>
public static class ScoringSpeed
{
    private const int Rounds = 3;

    /// <summary>Times scorers on the same responses, one after the other in every round; of each its best round counts.</summary>
    /// <param name="folders">Folders that fits left: <see cref="FitRequest.ExportFolder"/>.</param>
    /// <param name="responses">The responses.</param>
    /// <param name="threads">Torch threads.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <returns>Responses a second, by folder.</returns>
    public static IReadOnlyList<double> Of(IReadOnlyList<string> folders, IReadOnlyList<string> responses, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(responses);
        set_num_threads(threads);
        var scorers = folders.Select(folder => new BertScorer(folder)).ToList();
        try
        {
            var best = new double[scorers.Count];
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var (at, scorer) in scorers.Index())
                {
                    var started = Stopwatch.GetTimestamp();
                    scorer.Score(responses, cancellation);
                    best[at] = Math.Max(best[at], responses.Count / Math.Max(1e-9, Stopwatch.GetElapsedTime(started).TotalSeconds));
                }
            }
            return best;
        }
        finally
        {
            scorers.ForEach(scorer => scorer.Dispose());
        }
    }
}
