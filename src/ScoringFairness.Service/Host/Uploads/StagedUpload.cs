using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>What was staged of an upload.</summary>
/// <param name="Received">Rows received.</param>
/// <param name="Rejected">Those that cannot be taken.</param>
/// <param name="IsBroken">Whether it could not be read to its end.</param>
/// <param name="Ignored">Columns that nothing was done with.</param>
internal sealed record StagedUpload(long Received, long Rejected, bool IsBroken, IReadOnlyList<string> Ignored)
{
    /// <summary>Whether all rows are good, each is one of its table, and none can have come twice.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>Whether rows are stored where so many cannot be taken.</summary>
    public bool IsStored(long rejected, UploadQuery query) => rejected == 0 || (query.Skips && !IsBroken && rejected < Received);

    /// <summary>Reads rows as they come, and stages what each gives.</summary>
    /// <param name="upload">The kind of upload.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="kept">Keeps what is staged.</param>
    /// <param name="early">Is told of how it goes; null: nobody.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<StagedUpload> ReadAsync(
        IUpload upload, IAsyncEnumerable<InputRow> rows, KeptRows kept, EarlyCopy? early, CancellationToken cancellation)
    {
        var copy = new BinaryCopy(kept.WriteAsync);
        var staging = new Staging(copy, upload.StagedColumns.Count);
        IReadOnlyList<string> ignored = [];
        var isBroken = false;
        RowShape? shape = null;
        try
        {
            await foreach (var row in rows.Ahead(cancellation))
            {
                if (row.Problem is { } problem)
                {
                    staging.Refuse(problem);
                    continue;
                }
                if (row.Shape != shape)
                {
                    var (missing, unused) = upload.Bind(row.Shape);
                    if (shape is null)
                    {
                        ignored = unused;
                        Require(missing, row.Number);
                    }
                    shape = row.Shape;
                }
                await upload.StageAsync(row, staging, cancellation);
                await copy.FlushAsync(cancellation);
                if (early is not null)
                {
                    await early.FollowAsync(ArePlain(upload, staging.Rejected), cancellation);
                }
            }
            if (shape is null && staging.Received == 0)
            {
                throw new BrokenInputException(new RowError(0, null, "empty", "The upload holds no row; send at least one."));
            }
        }
        catch (BrokenInputException broken)
        {
            isBroken = true;
            staging.Break(broken.Error);
        }
        await copy.CompleteAsync(cancellation);
        kept.Complete();
        return new StagedUpload(staging.Received, staging.Rejected, isBroken, ignored) { IsPlain = ArePlain(upload, staging.Rejected) };
    }

    /// <summary>Columns that the first row lacks are one error, not one for each row.</summary>
    private static void Require(IReadOnlyList<string> missing, int row)
    {
        if (missing.Count > 0)
        {
            throw new BrokenInputException(new RowError(row, missing[0], "missing",
                $"There is no column or property {string.Join(", ", missing.Select(name => $"'{name}'"))}; "
                + "send it, or name the one that holds it in the query, as in text=essay."));
        }
    }

    private static bool ArePlain(IUpload upload, long rejected) => rejected == 0 && !upload.Joins && !upload.MayRepeat;
}
