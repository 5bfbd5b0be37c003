using Npgsql;
using ScoringFairness.Service.Host.Database;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Responses;

/// <summary>An upload of graded responses.</summary>
internal sealed class ResponseUpload(string organisationId, ResponseQuery query, ItemStore items, ItemResponses responses, TextCipher cipher) : IUpload
{
    private readonly ItemScales _scales = new(organisationId, query.NewScale(), items);
    private readonly MissingWords _missing = new(query.Missing, query.NotMissing);
    private readonly SpoiltIds _spoilt = new();
    private readonly RowGroups _groups = new();

    /// <summary>Columns that the query names, that no row needs, and that none had so far.</summary>
    private readonly HashSet<string> _unmet = new[] { query.StudentId, query.Cohort }.OfType<string>().ToHashSet(StringComparer.Ordinal);
    private readonly byte[] _digest = new byte[TextDigest.Length];
    private ResponseReader? _reader;

    public string Kind => "responses";

    public string KeyColumns => "item_id, response_id";

    public StagedMerge Merge => ResponseMerge.Rows;

    public object Keys => new { organisationId, items = _scales.Used.ToArray() };

    public bool Joins => query.Rater is not null || query.Keep is not null;

    public bool MayRepeat => !_scales.IsInOrder;

    public IReadOnlyList<string> StagedColumns { get; } =
    [
        "item_id text", "response_id text", "student_id text", "text text", "text_digest bytea", "human_score double precision",
        "further_scores double precision[]", "groups jsonb", "cohort text", "submitted_at timestamptz", "text_length integer",
        .. query.Keep is null ? [] : new[] { "attempt double precision" }, .. query.Rater is null ? [] : new[] { "rater text" },
    ];

    public IReadOnlyList<UploadWarning> Warnings =>
        [.. _missing.Met.Select(met => new UploadWarning("missingWords", met.Column, MissingWords.Said(met.Column, met.Words))), .. _spoilt.Warnings];

    public (IReadOnlyList<string> Missing, IReadOnlyList<string> Ignored) Bind(RowShape shape)
    {
        var columns = ResponseColumns.Of(shape, query);
        _reader = new ResponseReader(columns, query, _missing, _spoilt);
        _unmet.RemoveWhere(name => shape.Find(name) >= 0);
        return (columns.Missing, columns.Ignored);
    }

    public async ValueTask StageAsync(InputRow row, Staging staging, CancellationToken cancellation)
    {
        var (common, error) = _reader!.Common(row);
        if (error is null)
        {
            error = _groups.Read(row, _reader.Columns.Groups, _missing);
        }
        if (error is not null)
        {
            staging.Refuse(error);
            return;
        }
        if (common.Text is not null)
        {
            TextDigest.Write(common.Text, _digest);
            cipher.Blind(_digest);
        }
        var count = _reader.Gradings(row);
        if (count == 0)
        {
            staging.Refuse(_reader.Ungraded(row));
        }
        for (var at = 0; at < count; at++)
        {
            var (itemId, wrong) = _reader.Grading(row, at);
            wrong ??= await CheckScaleAsync(row.Number, itemId!, cancellation);
            if (wrong is not null)
            {
                staging.Refuse(wrong);
                continue;
            }
            _scales.Use(common.ResponseId);
            Write(staging.Row(row.Number), itemId!, common);
        }
    }

    public Task<long> JoinAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        query.Rater is not null ? ResponseRows.JoinRatingsAsync(connection, cancellation)
        : query.Keep is { } which ? ResponseRows.KeepAsync(connection, string.Equals(which, "last", StringComparison.OrdinalIgnoreCase), cancellation)
        : Task.FromResult(0L);

    public async Task<RowError?> HoldAsync(NpgsqlConnection connection) => _unmet.FirstOrDefault() is { } name
        ? new RowError(0, name, "missing", $"No row has a column or property '{name}', which the query names; correct the name, or leave it out.")
        : await _scales.HoldAsync(connection);

    public void Stored(long inserted)
    {
        if (_scales.OnlyItem is (_, var before, var after))
        {
            responses.Added(organisationId, before, after, inserted);
        }
    }

    private async ValueTask<RowError?> CheckScaleAsync(int row, string itemId, CancellationToken cancellation)
    {
        if (await _scales.FindAsync(row, itemId, cancellation) is not { } scale)
        {
            return ItemScales.Unknown(row, itemId);
        }
        if (_reader!.OnScale(row, scale) is { } wrong)
        {
            return wrong;
        }
        foreach (var score in _reader.Ratings)
        {
            if (scale.LevelOf(score) is null)
            {
                return new RowError(row, "humanScore", "offScale", FormattableString.Invariant(
                    $"The score {score} is off the scale of item '{itemId}' ({scale.Minimum} to {scale.Maximum} by {scale.Step})."));
            }
        }
        return null;
    }

    private void Write(BinaryCopy copy, string itemId, CommonPart common)
    {
        copy.Text(itemId);
        copy.Text(common.ResponseId);
        copy.Text(common.StudentId);
        copy.Text(common.Text is null ? null : cipher.Seal(common.Text, organisationId, itemId, common.ResponseId));
        if (common.Text is null)
        {
            copy.Null();
        }
        else
        {
            copy.Binary(_digest);
        }
        copy.Double(_reader!.Ratings[0]);
        copy.Doubles(_reader.Ratings, from: 1);
        copy.Json(_groups.Json);
        copy.Text(common.Cohort);
        copy.Time(common.SubmittedAt);
        if (common.Text is null || !cipher.Seals)
        {
            copy.Null();
        }
        else
        {
            copy.Integer(common.Text.EnumerateRunes().Count());
        }
        if (query.Keep is not null)
        {
            if (common.Attempt is { } attempt)
            {
                copy.Double(attempt);
            }
            else
            {
                copy.Null();
            }
        }
        if (query.Rater is not null)
        {
            copy.Text(common.Rater);
        }
    }
}
