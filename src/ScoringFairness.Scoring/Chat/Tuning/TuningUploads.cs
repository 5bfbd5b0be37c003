using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Chat.Transport;

namespace ScoringFairness.Scoring.Chat.Tuning;

/// <summary>Brings the files of a fine-tuning job to the provider, and takes them away from there.</summary>
internal sealed class TuningUploads(ChatTransport transport, IChatLedger ledger, ChatRetry retry, string model)
{
    private const string What = "The upload of training responses";

    /// <summary>Uploads what is not there yet.</summary>
    public async Task<ChatTuning> UploadAsync(ChatTuning tuning, TuningFile training, TuningFile? validation, CancellationToken cancellation)
    {
        if (tuning.Job is not null)
        {
            return tuning;
        }
        var wasBegun = tuning.IsBegun;
        if (!wasBegun)
        {
            tuning = tuning with { IsBegun = true };
            await ledger.SaveTuningAsync(tuning);
        }
        if (tuning.TrainingFile is null)
        {
            tuning = tuning with { TrainingFile = await UploadAsync(tuning, training, wasBegun, cancellation) };
            await ledger.SaveTuningAsync(tuning);
        }
        if (validation is not null && tuning.ValidationFile is null)
        {
            tuning = tuning with { ValidationFile = await UploadAsync(tuning, validation, wasBegun, cancellation) };
            await ledger.SaveTuningAsync(tuning);
        }
        return tuning;
    }

    /// <summary>Deletes the files at the provider; one that is not there counts as deleted.</summary>
    public async Task<ChatTuning> DeleteAsync(ChatTuning tuning, CancellationToken cancellation)
    {
        foreach (var file in (string?[])[tuning.TrainingFile, tuning.ValidationFile])
        {
            if (file is null)
            {
                continue;
            }
            var reply = await retry.RunAsync("Deleting training responses", 0, _ => transport.DeleteFileAsync(file, cancellation), cancellation);
            if (!reply.IsDone && reply.Status != 404)
            {
                throw retry.Failure("Deleting training responses", reply.Reason);
            }
            tuning = file == tuning.TrainingFile ? tuning with { TrainingFile = null } : tuning with { ValidationFile = null };
            await ledger.SaveTuningAsync(tuning);
        }
        return tuning;
    }

    /// <summary>Deletes the files where that is possible now; what is left is deleted later, by what is stored of them.</summary>
    public async Task TryDeleteAsync(ChatTuning tuning)
    {
        using var longest = new CancellationTokenSource(transport.Endpoint.Timeout);
        try
        {
            await DeleteAsync(tuning, longest.Token);
        }
        catch (Exception exception) when (exception is FitException or ChatUnavailableException or OperationCanceledException)
        {
            // The first failure is the one to tell.
        }
    }

    /// <summary>The id of a file among those at the provider; null where there is none of the name.</summary>
    public static string? Find(ChatReply files, string name) =>
        (string?)(files.Body?["data"] as JsonArray)?.FirstOrDefault(one => (string?)one?["filename"] == name)?["id"];

    private async Task<string> UploadAsync(ChatTuning tuning, TuningFile file, bool mayBeThere, CancellationToken cancellation)
    {
        var name = TuningFile.Name(tuning.Key, file.Kind);
        var reply = await retry.RunAsync(What, 0, AttemptAsync, cancellation);
        return reply.IsDone && (string?)reply.Body!["id"] is { } id ? id : throw retry.Failure(What, reply.Reason);

        async Task<ChatReply> AttemptAsync(int attempt)
        {
            if (mayBeThere || attempt > 1)
            {
                var all = await transport.FilesAsync(cancellation);
                if (!all.IsDone)
                {
                    return all;
                }
                if (Find(all, name) is { } there)
                {
                    return new ChatReply(200, new JsonObject { ["id"] = there });
                }
            }
            var number = await ledger.SendingAsync(new ChatSending(file.Kind, model, file.Digest, file.Lines.Length, 0), cancellation);
            var uploaded = await transport.UploadAsync(name, file.Lines, cancellation);
            await ledger.SentAsync(number, new ChatOutcome(uploaded.IsDone ? "uploaded" : uploaded.Result, 0));
            return uploaded;
        }
    }
}
