using ScoringFairness.Service.Host.Rows;

namespace ScoringFairness.Service.Evaluation;

/// <summary>The scores of scored rows as the query writes them, brought onto the scale that it names.</summary>
internal sealed class UploadedNumbers(EvaluationQuery query)
{
    private readonly ScoreNotation _scores = new(query);
    private readonly Statistics.Counts.ScoreScale? _sent = query.SentScale;

    /// <summary>The score in a column, or why there is none.</summary>
    public (double Score, RowError? Error) Of(InputRow row, string column, bool isHuman)
    {
        var value = _scores.Value(row, row.Shape.Find(column));
        var number = 0.0;
        var error = value is null ? new RowError(row.Number, column, "missing", $"{column} is missing; leave the row out, or send a score.")
            : !_scores.TryRead(value, out number) ? _scores.Error(row.Number, column)
            : _sent is null ? null : _scores.OnScale(ref number, row.Number, column, _sent, isHuman);
        return (number, error);
    }
}
