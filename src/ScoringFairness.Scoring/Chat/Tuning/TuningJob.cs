using System.Text.Json.Nodes;
using ScoringFairness.Scoring.Chat.Transport;

namespace ScoringFairness.Scoring.Chat.Tuning;

/// <summary>A fine-tuning job as the provider tells it.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Model">The model that it made; null before it has.</param>
/// <param name="TrainedTokens">Tokens that are charged for; null where they are not told.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record TuningJob(string Status, string? Model, long? TrainedTokens, string? Error)
{
    public const string Failed = "failed";
    private const string Succeeded = "succeeded";

    /// <summary>Whether nothing more will come of it.</summary>
    public bool IsOver => Status is Succeeded or Failed or "cancelled";

    public static TuningJob Of(JsonNode job)
    {
        var status = job["status"]?.ToString() ?? "";
        return new TuningJob(
            status, status == Succeeded ? job["fine_tuned_model"]?.ToString() : null,
            job["trained_tokens"] is JsonValue tokens && tokens.TryGetValue<long>(out var number) ? number : null,
            job["error"] is JsonObject error ? error["message"]?.ToString() : null);
    }

    /// <summary>Records that the job is over, what it made and what it cost.</summary>
    public async Task<ChatTuning> SettleAsync(ChatTuning tuning, ChatModel model, ChatTransport transport, IChatLedger ledger, CancellationToken cancellation)
    {
        if (tuning.Sending is { } sending)
        {
            // A job that failed is not charged for; one that was cancelled is charged for what it had done.
            decimal? cost = TrainedTokens is { } tokens ? model.TrainingPrice(tokens) : Status == Failed ? 0 : null;
            await ledger.SentAsync(sending, new ChatOutcome(Status, cost, TrainedTokens: TrainedTokens ?? 0));
        }
        var settled = tuning with
        {
            IsOver = true,
            Model = Model,
            Error = Model is null ? $"the job {Status}{(Error is null ? "" : $": {Error}")}" : null,
            Epochs = Model is null ? [] : EpochsOf((await transport.CheckpointsAsync(tuning.Job!, cancellation)).Body),
        };
        await ledger.SaveTuningAsync(settled);
        return settled;
    }

    /// <summary>The course of the training, one epoch for each checkpoint, in the order of their steps.</summary>
    public static IReadOnlyList<EpochRecord> EpochsOf(JsonNode? checkpoints) =>
    [
        .. (checkpoints?["data"] as JsonArray ?? [])
            .Select(one => (Step: Number(one?["step_number"]), Metrics: one?["metrics"]))
            .Where(one => one.Step is not null && Number(one.Metrics?["train_loss"]) is not null)
            .OrderBy(one => one.Step)
            .Select((one, at) => new EpochRecord(
                at + 1, Number(one.Metrics!["train_loss"])!.Value, Number(one.Metrics["full_valid_loss"]) ?? Number(one.Metrics["valid_loss"]), null)),
    ];

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;
}
