using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScoringFairness.Scoring.Chat.Prompts;
using ScoringFairness.Scoring.Chat.Transport;
using ScoringFairness.Scoring.Chat.Tuning;

namespace ScoringFairness.Scoring.Chat;

/// <summary>A chat model as a scorer (docs/chat.md).</summary>
/// <param name="options">The model and how it is used.</param>
/// <param name="item">What the model is told about the item.</param>
/// <param name="transport">The way to its endpoint.</param>
/// <param name="ledger">What was paid for, and what may be.</param>
public sealed class ChatScorerEngine(ChatOptions options, ChatItem item, ChatTransport transport, IChatLedger ledger) : IScorerEngine
{
    /// <summary>Times that an answer of another form than asked for is asked for again; it would most likely be the same.</summary>
    private const int UnreadableAnswers = 3;

    /// <summary>How long a fit that is called off waits for answers that it will have to pay for anyway.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    /// <remarks>A request that was answered before gives the same answer; whether a new one would is the provider's affair.</remarks>
    /// <exception cref="FitException">The endpoint refuses what is asked of it, a budget would be passed, or every response went unscored.</exception>
    /// <exception cref="ChatUnavailableException">The endpoint cannot be used for now.</exception>
    public FitResult Fit(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation) =>
        FitAsync(request, progress, cancellation).GetAwaiter().GetResult();

    /// <summary>The same without a thread that waits.</summary>
    public async Task<FitResult> FitAsync(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (options.Mode != ChatMode.ZeroShot)
        {
            request.Check();
        }
        var clock = Stopwatch.StartNew();
        var retry = new ChatRetry(transport, request.Training.Concat(request.Validation).Select(text => text.Text).Concat(request.Responses));
        var examples = options.Mode == ChatMode.FewShot ? FewShotExamples.Draw(request.Training, options.Examples, request.Seed) : [];
        var prompt = new ChatPrompt(item, options, examples);
        var tuned = options.Mode == ChatMode.FineTuned
            ? await new TuningRun(options, prompt, transport, ledger, retry).MakeAsync(request, progress, cancellation)
            : null;
        var scores = await GradeAsync(request.Responses, tuned?.Model ?? options.Model.Name, prompt, retry, progress, cancellation);
        return new FitResult
        {
            Scores = scores,
            Epochs = tuned?.Epochs ?? [],
            ChosenEpoch = options.Mode == ChatMode.FineTuned ? options.Epochs : 1,
            Seconds = clock.Elapsed.TotalSeconds,
            TokensPerSecond = 0,
            CheckpointDigest = null,
            VocabularySize = 0,
            Notes = [.. Notes(examples.Count, tuned)],
        };
    }

    private async Task<IReadOnlyList<ResponseScore>> GradeAsync(
        IReadOnlyList<string> responses, string model, ChatPrompt prompt, ChatRetry retry, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        var scores = new ResponseScore[responses.Count];
        var epochs = options.Mode == ChatMode.FineTuned ? options.Epochs : 1;
        var done = 0;
        await Parallel.ForEachAsync(
            // Equal texts make equal requests: one is sent.
            responses.Index().GroupBy(one => one.Item, one => one.Index, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = transport.Endpoint.Concurrency, CancellationToken = cancellation },
            async (same, siblings) =>
            {
                // Where another request fails, those on their way still end: they are paid for.
                siblings.ThrowIfCancellationRequested();
                var score = await ScoreAsync(same.Key, model, prompt, retry, cancellation);
                foreach (var place in same)
                {
                    scores[place] = score.Missing is { } missing ? ResponseScore.Without(missing) : new ResponseScore(score.Level, score.Probabilities);
                }
                var share = (double)Interlocked.Add(ref done, same.Count()) / responses.Count;
                var fraction = options.Mode == ChatMode.FineTuned ? TuningRun.Share + (1 - TuningRun.Share) * share : share;
                progress?.Invoke(new FitProgress(epochs, epochs, fraction, null));
            });
        if (scores.Length == 0 || scores.Any(score => score.Missing is null)) return scores;
        var reasons = string.Join(", ", scores.GroupBy(score => score.Missing).Select(kind => $"{kind.Key}: {kind.Count()}"));
        throw retry.Failure("Grading", $"of {scores.Length} responses none was given a score ({reasons})");
    }

    /// <summary>The score of one response: the stored one, or one that is paid for now and stored.</summary>
    private async Task<ChatScore> ScoreAsync(string response, string model, ChatPrompt prompt, ChatRetry retry, CancellationToken cancellation)
    {
        var body = prompt.Request(response, model);
        var digest = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{transport.Endpoint.BaseAddress}\n"), .. body]));
        if (await ledger.ClaimAsync(digest, cancellation) is { } known)
        {
            return known;
        }
        try
        {
            return await AskAsync(response, model, body, digest, prompt, retry, cancellation);
        }
        catch
        {
            await ledger.AbandonAsync(digest);
            throw;
        }
    }

    private async Task<ChatScore> AskAsync(
        string response, string model, byte[] body, string digest, ChatPrompt prompt, ChatRetry retry, CancellationToken cancellation)
    {
        var isTuned = options.Mode == ChatMode.FineTuned;
        var input = ChatTokens.AtMost(prompt.Tokens(response));
        var sending = new ChatSending(
            ChatSendingKind.Response, model, digest, body.Length, options.Model.Price(input, ChatTokens.LongestAnswer, isTuned));
        var reading = new ChatReading(new ChatScore(0, MissingScore.Unreadable, []), 0, 0, HasUsage: false);
        for (var time = 0; time < UnreadableAnswers && reading.Score.Missing == MissingScore.Unreadable; time++)
        {
            var reply = await retry.RunAsync("Grading", input + ChatTokens.LongestAnswer, AttemptAsync, cancellation);
            if (!reply.IsDone)
            {
                return reply.Code is "content_filter" or "content_policy_violation"
                    ? await StoredAsync(new ChatScore(0, MissingScore.Refused, []))
                    : throw retry.Failure("Grading", reply.Reason);
            }
        }
        return reading.Score.Missing == MissingScore.Unreadable ? await StoredAsync(reading.Score) : reading.Score;

        async Task<ChatScore> StoredAsync(ChatScore score)
        {
            await ledger.AnswerAsync(digest, response, score);
            return score;
        }

        async Task<ChatReply> AttemptAsync(int _)
        {
            var number = await ledger.SendingAsync(sending, cancellation);
            using var late = new CancellationTokenSource();
            await using var called = cancellation.Register(() => late.CancelAfter(Grace));
            var reply = await transport.CompleteAsync(model, body, late.Token);
            if (reply.IsDone)
            {
                reading = ChatReading.Of(reply.Body!, item.Labels);
                if (reading.Score.Missing != MissingScore.Unreadable)
                {
                    // Before it is settled: whoever dies in between has the answer, and pays no second time.
                    await StoredAsync(reading.Score);
                }
            }
            // What came without an answer, or without its tokens, may have been paid for.
            decimal? cost = reply.IsDone && reading.HasUsage ? options.Model.Price(reading.InputTokens, reading.OutputTokens, isTuned)
                : !reply.IsUnsent && reply.Status is 0 or (>= 200 and < 300) ? null : 0;
            await ledger.SentAsync(number, new ChatOutcome(
                reply.IsDone ? reading.Score.Missing?.ToString() ?? reply.Result : reply.Result, cost,
                reply.IsDone ? reading.InputTokens : 0, reply.IsDone ? reading.OutputTokens : 0));
            return reply;
        }
    }

    private IEnumerable<string> Notes(int examples, ChatTuning? tuned)
    {
        var how = options.Mode switch
        {
            ChatMode.ZeroShot => "by the item's prompt and rubric alone",
            ChatMode.FewShot => string.Create(CultureInfo.InvariantCulture, $"with {examples} examples of the split's training part before each response"),
            _ => string.Create(CultureInfo.InvariantCulture, $"as a model made of it for each split and fold, in {options.Epochs} epochs"),
        };
        yield return $"Chat model {options.Model.Name} at {transport.Endpoint.Name} graded {how}.";
        if (item.Rubric is null)
        {
            yield return item.Prompt is null
                ? "The chat model was told neither the question nor a rubric, for the item has none."
                : "The chat model was told no rubric, for the item has none.";
        }
        if (tuned is { Epochs.Count: 0 })
        {
            yield return "The provider told nothing of the course of the training.";
        }
    }
}
