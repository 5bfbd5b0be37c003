using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Responses;

/// <summary>What became of an upload.</summary>
internal sealed record IngestAnswer
{
    /// <summary>Rows read.</summary>
    public required long Received { get; init; }

    /// <summary>Rows that were new.</summary>
    public required long Inserted { get; init; }

    /// <summary>Rows that changed a stored response.</summary>
    public required long Updated { get; init; }

    /// <summary>Rows that were stored already, just as sent.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Rows that cannot be taken.</summary>
    public required long Rejected { get; init; }

    /// <summary>Columns that nothing was done with.</summary>
    public required IReadOnlyList<string> IgnoredColumns { get; init; }

    /// <summary>The first 100 errors.</summary>
    public required IReadOnlyList<RowError> Errors { get; init; }
}

/// <summary>Counts while an upload is read.</summary>
internal sealed class IngestTally
{
    private const int ErrorsShown = 100;
    private readonly List<RowError> _errors = [];
    private IReadOnlyList<string> _ignored = [];

    public long Received { get; set; }

    public long Rejected { get; private set; }

    /// <summary>Whether the upload could not be read to its end.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Looks at the columns of the first row.</summary>
    /// <returns>Whether all that are needed are there.</returns>
    public bool Columns(ResponseReader reader, InputRow first)
    {
        _ignored = [.. first.Columns.Where(column => !reader.Uses(column))];
        foreach (var missing in reader.MissingColumns(first))
        {
            Break(new RowError(first.Number, missing, "missing",
                $"There is no column or property '{missing}'; send it, or name the one that holds it in the query, as in text=essay."));
        }
        return !IsBroken;
    }

    public void Refuse(RowError error)
    {
        Rejected++;
        if (_errors.Count < ErrorsShown)
        {
            _errors.Add(error);
        }
    }

    public void Break(RowError error)
    {
        IsBroken = true;
        Received = Math.Max(Received, error.Row);
        Refuse(error);
    }

    public IngestAnswer ToAnswer(long inserted = 0, long updated = 0, bool stored = false) => new()
    {
        Received = Received,
        Inserted = inserted,
        Updated = updated,
        Unchanged = stored ? Received - Rejected - inserted - updated : 0,
        Rejected = Rejected,
        IgnoredColumns = _ignored,
        Errors = [.. _errors.OrderBy(error => error.Row)],
    };
}
