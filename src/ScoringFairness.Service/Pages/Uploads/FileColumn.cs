namespace ScoringFairness.Service.Pages.Uploads;

/// <summary>A column of a file as it is seen before anybody says what it holds.</summary>
public sealed class FileColumn(int place, string name)
{
    private const int Shown = 3;
    private const int MostDistinct = 1000;
    private static readonly double[] Steps = [1, 0.5, 0.25, 0.1];
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private long _characters;
    private int _numbers;
    private int _misses;
    private int _commas;
    private bool _hasPoints;

    /// <summary>Its place in the file, from 0.</summary>
    public int Place => place;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Rows that hold something.</summary>
    public int Filled { get; private set; }

    /// <summary>Different values, counted to a thousand.</summary>
    public int Distinct => _values.Count;

    /// <summary>Whether no value was met twice.</summary>
    public bool IsUnique { get; private set; } = true;

    /// <summary>The different values, to a thousand.</summary>
    public IReadOnlyCollection<string> Values => _values;

    /// <summary>The first values.</summary>
    public IReadOnlyList<string> Examples => [.. _values.Take(Shown)];

    /// <summary>Characters of a value on average.</summary>
    public double MeanLength => Filled == 0 ? 0 : (double)_characters / Filled;

    /// <summary>Whether nearly all values are numbers; of a few, most.</summary>
    public bool IsOfNumbers => _numbers > 9 * _misses || (Filled < 20 && _numbers > _misses);

    /// <summary>Whether it is of numbers, some with a comma before their decimals and none with a point.</summary>
    public bool HasDecimalCommas => _commas > 0 && !_hasPoints && _numbers + _commas == Filled;

    /// <summary>The smallest number.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number.</summary>
    public double Most { get; private set; } = double.NegativeInfinity;

    /// <summary>The coarsest of the customary steps on which all numbers lie; null where they lie on none.</summary>
    public double? Step => Steps.Where((_, at) => _fits[at]).Select(step => (double?)step).FirstOrDefault();

    private readonly bool[] _fits = [true, true, true, true];

    /// <summary>Takes a value into account.</summary>
    /// <param name="value">The value; null where the row has none.</param>
    /// <param name="number">The number that it is; null where it is none.</param>
    /// <param name="isWithComma">Whether it would be one if a comma stood before its decimals.</param>
    public void Add(string? value, double? number, bool isWithComma = false)
    {
        if (value is null)
        {
            return;
        }
        Filled++;
        _characters += value.Length;
        if (_values.Count < MostDistinct)
        {
            IsUnique &= _values.Add(value.Length > 200 ? value[..200] : value);
        }
        if (number is not { } read)
        {
            _misses++;
            _commas += isWithComma ? 1 : 0;
            return;
        }
        _numbers++;
        _hasPoints |= value.Contains('.', StringComparison.Ordinal);
        (Least, Most) = (Math.Min(Least, read), Math.Max(Most, read));
        for (var at = 0; at < Steps.Length; at++)
        {
            var steps = read / Steps[at];
            _fits[at] &= Math.Abs(steps - Math.Round(steps)) < 1e-6;
        }
    }
}
