using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace ScoringFairness.NasBert;

/// <summary>What the engine writes, one JSON object a line.</summary>
/// <remarks>Not by the console, which goes on without a word where nobody reads any more: this throws, and the process ends.</remarks>
internal sealed class Answer(FitRequest request) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private readonly StreamWriter _lines = new(new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write)) { AutoFlush = true };
    private long _told;
    private int _scored;

    /// <summary>Tells how far the training is, not more often than anybody wants to know.</summary>
    /// <param name="epoch">The epoch that is running, from 1.</param>
    /// <param name="share">The share of its rows that have been read.</param>
    public void Progress(int epoch, double share)
    {
        var now = Environment.TickCount64;
        if (share > 0 && now - _told < Pause.TotalMilliseconds) return;
        _told = now;
        Write(new { type = "progress", fraction = (epoch - 1 + share) / request.Epochs, epoch, epochs = request.Epochs });
    }

    /// <summary>Tells the score of the next response.</summary>
    public void Score(double[] probabilities) => Write(new
    {
        type = "score",
        row = _scored++,
        score = request.Minimum + Array.IndexOf(probabilities, probabilities.Max()) * request.Step,
        probabilities,
    });

    /// <summary>Tells that all is said.</summary>
    /// <param name="weights">The SHA-256 of the weights that training began with; null: with none.</param>
    public void Done(string? weights) => Write(new { type = "done", chosenEpoch = request.Epochs, checkpointDigest = weights });

    public void Dispose() => _lines.Dispose();

    private void Write<T>(T line) => _lines.WriteLine(JsonSerializer.Serialize(line));
}
