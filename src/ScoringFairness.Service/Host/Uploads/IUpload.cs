using Npgsql;
using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>One upload of a kind: how its rows are read, staged in the temporary table <c>incoming</c>, and merged.</summary>
internal interface IUpload
{
    /// <summary>The kind, such as <c>responses</c>.</summary>
    string Kind { get; }

    /// <summary>The definitions of the columns staged.</summary>
    IReadOnlyList<string> StagedColumns { get; }

    /// <summary>The staged columns that name one thing; rows with the same values there are duplicates.</summary>
    string KeyColumns { get; }

    /// <summary>Whether a key may stand in several of the rows staged so far; not where they came in order.</summary>
    bool MayRepeat { get; }

    /// <summary>What to say of the rows staged so far.</summary>
    IReadOnlyList<UploadWarning> Warnings { get; }

    /// <summary>Finds the columns of rows of a shape.</summary>
    /// <returns>The columns that every row needs and this shape lacks, and those that nothing is done with.</returns>
    (IReadOnlyList<string> Missing, IReadOnlyList<string> Ignored) Bind(RowShape shape);

    /// <summary>Reads a row of the shape bound last and stages what it gives.</summary>
    ValueTask StageAsync(InputRow row, Staging staging, CancellationToken cancellation);

    /// <summary>Makes one of several staged rows that belong together, before any is held against another.</summary>
    /// <returns>Rows that are gone.</returns>
    Task<long> JoinAsync(NpgsqlConnection connection, CancellationToken cancellation) => Task.FromResult(0L);

    /// <summary>Creates what is to be created, and keeps what the rows belong to as it is until the transaction ends.</summary>
    /// <returns>What keeps the whole upload from being stored, or null.</returns>
    Task<RowError?> HoldAsync(NpgsqlConnection connection);

    /// <summary>Marks staged rows that do not fit what is stored; duplicates are marked already.</summary>
    /// <returns>Rows marked.</returns>
    Task<int> MarkUnfitAsync(NpgsqlConnection connection, CancellationToken cancellation);

    /// <summary>Merges the staged rows without an error into what is stored.</summary>
    /// <returns>Rows that were new, and rows that changed.</returns>
    Task<(long Inserted, long Updated)> MergeAsync(NpgsqlConnection connection, CancellationToken cancellation);
}
