using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Chat.Prompts;
using ScoringFairness.Scoring.Chat.Transport;

namespace ScoringFairness.Scoring.Chat.Tuning;

/// <summary>
/// Makes a model of a fit's own at the provider: files, job, waiting, files deleted. Each step is stored before the next, and each is
/// looked for at the provider before it is done again, so that a restart goes on where the last process was.
/// </summary>
internal sealed class TuningRun(ChatOptions options, ChatPrompt prompt, ChatTransport transport, IChatLedger ledger, ChatRetry retry)
{
    /// <summary>Share of a fit's work that the training is.</summary>
    public const double Share = 0.6;

    private const string What = "Fine-tuning";

    /// <summary>The finished model; made before, going on, or new.</summary>
    /// <exception cref="FitException">The job failed, was cancelled, or took too long.</exception>
    public async Task<ChatTuning> MakeAsync(FitRequest request, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        var training = TuningFile.Of(ChatSendingKind.TrainingFile, request.Training, prompt);
        var validation = request.Validation.Count > 0 ? TuningFile.Of(ChatSendingKind.ValidationFile, request.Validation, prompt) : null;
        var seed = (int)(request.Seed & int.MaxValue);
        var key = Key($"{transport.Endpoint.BaseAddress}\n{options.Model.Name}\n{options.Epochs}\n{seed}\n{training.Digest}\n{validation?.Digest}");
        var tuning = await ledger.EnterTuningAsync(key, cancellation) with { BaseModel = options.Model.Name };
        try
        {
            var files = new TuningUploads(transport, ledger, retry, options.Model.Name);
            if (tuning is { IsOver: true, Model: null })
            {
                // It came to nothing before: what is left of it goes, and it begins anew.
                await files.DeleteAsync(tuning, cancellation);
                tuning = await SavedAsync(new ChatTuning { Key = key, BaseModel = options.Model.Name });
            }
            if (tuning.Model is null)
            {
                // From here on it is this fit's, whoever began it.
                tuning = tuning.IsBegun ? await SavedAsync(tuning) : tuning;
                tuning = await files.UploadAsync(tuning, training, validation, cancellation);
                tuning = await StartAsync(tuning, request, seed, cancellation);
                tuning = await AwaitAsync(tuning, progress, cancellation);
            }
            tuning = await files.DeleteAsync(tuning, cancellation);
            return tuning.Model is not null ? tuning : throw retry.Failure(What, tuning.Error ?? "the provider gave no model");
        }
        catch (FitException) when (tuning.HasFiles)
        {
            await new TuningUploads(transport, ledger, retry, options.Model.Name).TryDeleteAsync(tuning);
            throw;
        }
        finally
        {
            await ledger.LeaveTuningAsync(key);
        }
    }

    private async Task<ChatTuning> StartAsync(ChatTuning tuning, FitRequest request, int seed, CancellationToken cancellation)
    {
        if (tuning.Job is not null)
        {
            return tuning;
        }
        var tokens = request.Training.Sum(text => (long)prompt.TrainingTokens(text)) * options.Epochs;
        var body = Body(tuning, seed);
        var isAgain = tuning.Sending is not null;
        if (!isAgain)
        {
            var number = await ledger.SendingAsync(
                new ChatSending(ChatSendingKind.TuningJob, options.Model.Name, Convert.ToHexStringLower(SHA256.HashData(body)), body.Length,
                    options.Model.TrainingPrice(ChatTokens.AtMost(tokens))),
                cancellation);
            tuning = await SavedAsync(tuning with { Sending = number });
        }
        var mayHaveBegun = isAgain;
        ChatReply reply;
        try
        {
            reply = await retry.RunAsync(What, 0, CreateAsync, cancellation);
        }
        catch (ChatUnavailableException) when (!mayHaveBegun)
        {
            await NothingBegunAsync("not sent");
            throw;
        }
        if (!reply.IsDone || (string?)reply.Body!["id"] is not { } job)
        {
            await NothingBegunAsync(reply.Result);
            throw retry.Failure(What, reply.Reason);
        }
        return await SavedAsync(tuning with { Job = job });

        async Task NothingBegunAsync(string result)
        {
            await ledger.SentAsync(tuning.Sending!.Value, new ChatOutcome(result, 0));
            await SavedAsync(tuning with { Sending = null });
        }

        async Task<ChatReply> CreateAsync(int attempt)
        {
            // An attempt whose answer nobody heard may have begun the job.
            if (isAgain || (attempt > 1 && mayHaveBegun))
            {
                var found = await transport.JobOfAsync(tuning.TrainingFile!, cancellation);
                if (found.IsDone || found.Status != 200)
                {
                    return found;
                }
            }
            var created = await transport.CreateJobAsync(body, cancellation);
            mayHaveBegun |= !created.IsUnsent;
            return created;
        }
    }

    private async Task<ChatTuning> AwaitAsync(ChatTuning tuning, Action<FitProgress>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            progress?.Invoke(new FitProgress(0, options.Epochs, 0, null) { Note = $"{options.Model.Name} is being fine-tuned at {transport.Endpoint.Name}" });
            var reply = await retry.RunAsync(What, 0, _ => transport.JobAsync(tuning.Job!, cancellation), cancellation);
            if (!reply.IsDone)
            {
                throw retry.Failure(What, reply.Reason);
            }
            var job = TuningJob.Of(reply.Body!);
            if (job.IsOver)
            {
                return await job.SettleAsync(tuning, options.Model, transport, ledger, cancellation);
            }
            if (clock.Elapsed > transport.Endpoint.LongestTuning)
            {
                await transport.CancelJobAsync(tuning.Job!, cancellation);
                throw retry.Failure(What, $"the job took longer than {transport.Endpoint.LongestTuning.TotalHours:0.#} hours and was cancelled");
            }
            await Task.Delay(transport.Endpoint.Poll, cancellation);
        }
    }

    private byte[] Body(ChatTuning tuning, int seed)
    {
        var body = new JsonObject
        {
            ["model"] = options.Model.Name,
            ["training_file"] = tuning.TrainingFile,
            ["seed"] = seed,
            ["method"] = new JsonObject
            {
                ["type"] = "supervised",
                ["supervised"] = new JsonObject { ["hyperparameters"] = new JsonObject { ["n_epochs"] = options.Epochs } },
            },
        };
        if (tuning.ValidationFile is not null)
        {
            body["validation_file"] = tuning.ValidationFile;
        }
        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private async Task<ChatTuning> SavedAsync(ChatTuning tuning)
    {
        await ledger.SaveTuningAsync(tuning);
        return tuning;
    }

    private static string Key(string parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)));
}
