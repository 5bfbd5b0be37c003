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

    /// <summary>Whether several rows may make one.</summary>
    bool Joins => false;

    /// <summary>Makes one of several staged rows that belong together, before any is held against another.</summary>
    /// <returns>Rows that are gone.</returns>
    Task<long> JoinAsync(NpgsqlConnection connection, CancellationToken cancellation) => Task.FromResult(0L);

    /// <summary>Creates what is to be created, and keeps what the rows belong to as it is until the transaction ends.</summary>
    /// <returns>What keeps the whole upload from being stored, or null.</returns>
    Task<RowError?> HoldAsync(NpgsqlConnection connection);

    /// <summary>Says that rows were stored, once nothing can undo that.</summary>
    /// <param name="inserted">Those that were new.</param>
    void Stored(long inserted)
    {
    }

    /// <summary>Marks staged rows that do not fit what is stored; duplicates are marked already.</summary>
    /// <returns>Rows marked.</returns>
    Task<int> MarkUnfitAsync(NpgsqlConnection connection, CancellationToken cancellation) => Task.FromResult(0);

    /// <summary>How its rows come into their table.</summary>
    StagedMerge Merge { get; }

    /// <summary>What the statements of <see cref="Merge"/> take: whose rows they are, and what they belong to.</summary>
    object Keys { get; }

    /// <summary>Whether the rows that have just come into their table fit what is stored.</summary>
    Task<bool> FitsAsync(NpgsqlConnection connection, CancellationToken cancellation) => Task.FromResult(true);
}
