using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>How an upload ended.</summary>
/// <param name="Answer">What became of its rows.</param>
/// <param name="IsStored">Whether its good rows are stored.</param>
/// <param name="OtherUnderKey">Whether something else was sent under its idempotency key before.</param>
internal sealed record UploadOutcome(IngestAnswer Answer, bool IsStored, bool OtherUnderKey = false)
{
    /// <summary>An upload that cannot be stored as a whole.</summary>
    public static UploadOutcome Refused(long received, IReadOnlyList<string> ignored, RowError problem) =>
        new(
            new IngestAnswer
            {
                Received = received,
                Inserted = 0,
                Updated = 0,
                Unchanged = 0,
                Rejected = received,
                IgnoredColumns = ignored,
                Errors = [problem],
            },
            IsStored: false);
}
