using System.Diagnostics;

namespace ScoringFairness.Scoring.Engines;

/// <summary>A scorer whose training is another program's: one process is one fit (docs/engines.md).</summary>
public sealed class ProcessScorerEngine(EngineOptions options) : IScorerEngine
{
    /// <inheritdoc/>
    /// <remarks>Whether the same request gives the same result is the engine's own affair; it is given the seed.</remarks>
    /// <exception cref="FitException">
    /// The engine could not be started, crashed, broke the protocol or a limit. The message ends with its last words, in which no
    /// text of the request stands.
    /// </exception>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        cancellation.ThrowIfCancellationRequested();
        var started = Stopwatch.GetTimestamp();
        using var process = new EngineProcess(options, cancellation);
        var answer = new EngineAnswer(request, progress);
        var writing = Task.Run(() => Write(process.Input, request), CancellationToken.None);
        var reading = Task.Run(() => Read(process.Output, answer), CancellationToken.None);
        var fault = process.Await(reading) ? reading.GetAwaiter().GetResult() : "a process that it started holds its output open";
        var status = fault is null ? process.Wait() : 0;
        fault ??= status != 0 ? $"it ended with status {status}" : answer.IsDone ? null : "it ended without the line 'done'";
        var words = process.End();
        process.Await(writing);
        cancellation.ThrowIfCancellationRequested();
        if ((process.Stopped ?? fault) is { } reason) throw Failure(reason, words, request);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new()
        {
            Scores = answer.Scores,
            Epochs = answer.Epochs,
            ChosenEpoch = answer.ChosenEpoch,
            Seconds = seconds,
            TokensPerSecond = 0,
            CheckpointDigest = answer.CheckpointDigest,
            VocabularySize = 0,
        };
    }

    /// <returns>What is wrong with the answer, or null.</returns>
    private static string? Read(StreamReader output, EngineAnswer answer)
    {
        try
        {
            foreach (var line in BoundedLines.Of(output))
            {
                answer.Take(line);
                if (answer.IsDone) break;
            }
            return null;
        }
        catch (EngineAnswerException exception)
        {
            return exception.Message;
        }
    }

    private void Write(Stream input, FitRequest request)
    {
        try
        {
            using (input)
            using (var buffered = new BufferedStream(input, 1 << 16))
            {
                EngineRequest.Write(buffered, request, options);
            }
        }
        catch (IOException)
        {
            // It closed its input or ended: what it answered tells whether it had read enough.
        }
    }

    private FitException Failure(string reason, string words, FitRequest request)
    {
        var texts = request.Training.Concat(request.Validation).Select(text => text.Text).Concat(request.Responses);
        var said = words.Length > 0 ? $"{reason}. Its last words: {words}" : $"{reason}.";
        return new($"Engine '{options.Name}' failed: {ResponseRedaction.Redact(said, texts)}");
    }
}
