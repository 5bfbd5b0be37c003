using System.Globalization;
using ScoringFairness.Statistics.Counts;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>How scores are written in a file: as numbers, as shares of the best one, or as words for levels.</summary>
internal sealed class ScoreNotation
{
    private readonly RowQuery _query;
    private readonly IReadOnlyList<string> _levels;
    private readonly MissingWords _missing;

    /// <summary>Whether what begins with a digit is missing never, as nearly always.</summary>
    private readonly bool _numbersAreThere;

    public ScoreNotation(RowQuery query)
    {
        _query = query;
        _levels = NameList.Of(query.Levels);
        // What is missing among scores is no group or student that was meant otherwise.
        _missing = new MissingWords(query.Missing, _levels);
        _numbersAreThere = !_missing.All.Any(word => char.IsAsciiDigit(word[0]));
    }

    /// <summary>The value at a place that is not missing; null where it is.</summary>
    public string? Value(InputRow row, int place) =>
        row[place] is { } value && ((_numbersAreThere && char.IsAsciiDigit(value[0])) || !_missing.Is(row.Columns[place], value)) ? value : null;

    /// <summary>Reads a score as it is written, to be brought onto its scale by <see cref="OnScale"/>.</summary>
    public bool TryRead(string value, out double number)
    {
        if (_levels.Count > 0)
        {
            number = _levels.Index().Where(one => one.Item == value.Trim()).Select(one => (double)one.Index).DefaultIfEmpty(double.NaN).First();
            return !double.IsNaN(number);
        }
        return _query.Percent == true ? TryShare(value, out number) : ScoreText.TryRead(value, _query.DecimalComma, out number);
    }

    /// <summary>The error of a field that holds no score.</summary>
    public RowError Error(int row, string field) =>
        _levels.Count > 0 ? new(row, field, "level", $"{field} is none of the levels {string.Join(", ", _levels)}; correct it, or name it in levels.")
        : _query.Percent == true ? new(row, field, "notANumber", $"{field} is no share of the best score; write it like 56.2 % or 2 / 3.")
        : ScoreText.Error(row, field, _query.DecimalComma);

    /// <summary>Brings a score that was read onto a scale.</summary>
    /// <param name="number">The score as it was read; then the score.</param>
    /// <param name="row">Its row.</param>
    /// <param name="field">Its field.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="toLevel">Whether it is the nearest level, as a human's is.</param>
    /// <returns>What keeps it from being one of the scale, or null.</returns>
    public RowError? OnScale(ref double number, int row, string field, ScoreScale scale, bool toLevel)
    {
        if (_levels.Count > 0)
        {
            if (_levels.Count != scale.LevelCount)
            {
                return new RowError(row, field, "level", string.Create(CultureInfo.InvariantCulture,
                    $"levels names {_levels.Count}, but the scale has {scale.LevelCount}; name a word for each, the lowest first."));
            }
            number = scale.Minimum + number * scale.Step;
        }
        else if (_query.Percent == true)
        {
            var steps = number * (scale.LevelCount - 1);
            number = scale.Minimum + (toLevel ? Math.Round(steps, MidpointRounding.AwayFromZero) : steps) * scale.Step;
        }
        return null;
    }

    private bool TryShare(string value, out double share)
    {
        var text = value.Trim().TrimEnd('%').TrimEnd();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            var isNumber = ScoreText.TryRead(text, _query.DecimalComma, out share);
            share /= 100;
            return isNumber;
        }
        share = ScoreText.TryRead(text[..slash], _query.DecimalComma, out var points)
            && ScoreText.TryRead(text[(slash + 1)..], _query.DecimalComma, out var best) && best > 0 ? points / best : double.NaN;
        return !double.IsNaN(share);
    }
}
