using ScoringFairness.Scoring.Chat.Transport;

namespace ScoringFairness.Scoring.Chat.Tuning;

/// <summary>Takes away from the provider what a fit left there that nobody comes back for.</summary>
/// <param name="transport">The way to the provider.</param>
/// <param name="ledger">What is known of it.</param>
public sealed class TuningRemoval(ChatTransport transport, IChatLedger ledger)
{
    /// <summary>Cancels the job where it runs, and deletes the files, those too whose upload nobody saw end.</summary>
    /// <exception cref="FitException">The provider refuses.</exception>
    /// <exception cref="ChatUnavailableException">The provider cannot be reached for now.</exception>
    public async Task RemoveAsync(ChatTuning tuning, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tuning);
        var retry = new ChatRetry(transport, []);
        var uploads = new TuningUploads(transport, ledger, retry, tuning.BaseModel);
        if (!tuning.IsOver)
        {
            tuning = await FilesAsync(tuning, retry, cancellation);
            tuning = await CancelAsync(tuning, retry, cancellation);
        }
        await uploads.DeleteAsync(tuning, cancellation);
    }

    private async Task<ChatTuning> FilesAsync(ChatTuning tuning, ChatRetry retry, CancellationToken cancellation)
    {
        if (tuning.Job is not null)
        {
            return tuning;
        }
        var files = await retry.RunAsync("Listing files", 0, _ => transport.FilesAsync(cancellation), cancellation);
        return files.IsDone
            ? tuning with
            {
                TrainingFile = tuning.TrainingFile ?? TuningUploads.Find(files, TuningFile.Name(tuning.Key, ChatSendingKind.TrainingFile)),
                ValidationFile = tuning.ValidationFile ?? TuningUploads.Find(files, TuningFile.Name(tuning.Key, ChatSendingKind.ValidationFile)),
            }
            : throw retry.Failure("Listing files", files.Reason);
    }

    private async Task<ChatTuning> CancelAsync(ChatTuning tuning, ChatRetry retry, CancellationToken cancellation)
    {
        var id = tuning.Job;
        if (id is null && tuning is { Sending: not null, TrainingFile: { } file })
        {
            var found = await transport.JobOfAsync(file, cancellation);
            id = found.MayPass && found.Status != 200 ? throw new ChatUnavailableException(found.Reason) : (string?)found.Body?["id"];
        }
        if (id is not null)
        {
            tuning = tuning with { Job = id };
            var job = await retry.RunAsync("Looking at a job", 0, _ => transport.JobAsync(id, cancellation), cancellation);
            if (job.IsDone && !TuningJob.Of(job.Body!).IsOver)
            {
                await retry.RunAsync("Cancelling a job", 0, _ => transport.CancelJobAsync(id, cancellation), cancellation);
                job = await retry.RunAsync("Looking at a job", 0, _ => transport.JobAsync(id, cancellation), cancellation);
            }
            if (job.IsDone && TuningJob.Of(job.Body!) is { IsOver: true } over && transport.Endpoint.Find(tuning.BaseModel) is { } model)
            {
                return await over.SettleAsync(tuning, model, transport, ledger, cancellation);
            }
        }
        tuning = tuning with { IsOver = true, Error = "called off" };
        await ledger.SaveTuningAsync(tuning);
        return tuning;
    }
}
