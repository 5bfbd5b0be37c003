using Npgsql;
using ScoringFairness.Service.Host.Rows;
using ScoringFairness.Service.Host.Uploads;
using ScoringFairness.Service.Items;
using ScoringFairness.Service.Responses;

namespace ScoringFairness.Service.Scores;

/// <summary>An upload of machine scores from outside.</summary>
internal sealed class ScoreUpload(string organisationId, ScoreQuery query, ItemStore items) : IUpload
{
    private readonly ItemScales _scales = new(organisationId, scaleOfNewItems: null, items);
    private readonly SortedDictionary<string, (string ItemId, string Scorer, long N)> _offScale = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scorers = new(StringComparer.Ordinal);
    private ScoreReader? _reader;

    public string Kind => "scores";

    public string KeyColumns => "item_id, response_id, scorer";

    public StagedMerge Merge => ScoreMerge.Rows;

    public object Keys => new { organisationId, items = _scales.Used.ToArray(), scorers = _scorers.ToArray() };

    public bool MayRepeat => !_scales.IsInOrder;

    public IReadOnlyList<string> StagedColumns { get; } =
        ["scorer text", "item_id text", "response_id text", "score double precision", "probabilities double precision[]"];

    public IReadOnlyList<UploadWarning> Warnings =>
    [
        .. _offScale.Values.Select(off => new UploadWarning("offScaleMachineScores", "score",
            $"Scorer '{off.Scorer}' gives {off.N} responses of item '{off.ItemId}' a score off the item's scale. They are stored as sent; in an audit "
            + "they count as the nearest end of the scale in figures of levels, and above 1 % there is no verdict.")),
    ];

    public (IReadOnlyList<string> Missing, IReadOnlyList<string> Ignored) Bind(RowShape shape)
    {
        _reader = new ScoreReader(shape, query);
        return (_reader.Missing, _reader.Ignored);
    }

    public async ValueTask StageAsync(InputRow row, Staging staging, CancellationToken cancellation)
    {
        var (score, error) = _reader!.Read(row);
        if (error is null)
        {
            var scale = await _scales.FindAsync(row.Number, score.ItemId, cancellation);
            error = scale is null ? null : _reader.OnScale(ref score, row.Number, scale);
            if (scale is not null && error is null && scale.IsOff(score.Score))
            {
                var key = $"{score.ItemId}\n{score.Scorer}";
                _offScale[key] = (score.ItemId, score.Scorer, _offScale.GetValueOrDefault(key).N + 1);
            }
            error ??= scale is not null
                ? _reader.CheckProbabilities(row.Number, scale)
                : new RowError(row.Number, "itemId", "unknownItem", $"There is no item '{score.ItemId}'; send its graded responses first.");
        }
        if (error is not null)
        {
            staging.Refuse(error);
            return;
        }
        _scales.Use(score.ResponseId, score.Scorer);
        _scorers.Add(score.Scorer);
        var copy = staging.Row(row.Number);
        copy.Text(score.Scorer);
        copy.Text(score.ItemId);
        copy.Text(score.ResponseId);
        copy.Double(score.Score);
        if (_reader.Probabilities.Count == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Doubles(_reader.Probabilities);
        }
    }

    public Task<RowError?> HoldAsync(NpgsqlConnection connection) => _scales.HoldAsync(connection);

    public Task<int> MarkUnfitAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        ResponseStore.MarkUnknownAsync(connection, organisationId, cancellation);

    public Task<bool> FitsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        ResponseStore.AreKnownAsync(connection, ScoreMerge.Stored, Keys, cancellation);
}
