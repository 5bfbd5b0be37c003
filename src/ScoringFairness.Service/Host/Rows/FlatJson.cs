using System.Globalization;
using System.Text.Json;
using ScoringFairness.Service.Host.Api;

namespace ScoringFairness.Service.Host.Rows;

/// <summary>Makes rows of JSON objects; objects with the same properties in the same order share their shape.</summary>
internal sealed class FlatJson
{
    private readonly List<string> _names = [];
    private readonly List<string> _properties = [];
    private RowShape _shape = new([]);

    /// <summary>The row of a value.</summary>
    public InputRow Row(JsonElement row, int number)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            return Unreadable(number, "The row is not a JSON object; send one object for each response.");
        }
        _names.Clear();
        _properties.Clear();
        var values = new List<string?>(_shape.Columns.Count);
        try
        {
            foreach (var property in row.EnumerateObject())
            {
                Add(property, values, number);
            }
            return new InputRow(number, Shape(number), values);
        }
        catch (InvalidOperationException)
        {
            return Unreadable(number, "A string of the row is not valid Unicode (a surrogate stands alone, or a byte is none of UTF-8); remove it.");
        }
        catch (BrokenInputException broken)
        {
            return InputRow.Unreadable(_shape, broken.Error);
        }
    }

    /// <summary>A row that cannot be read, of which it is known where it ends.</summary>
    public InputRow Unreadable(int number, string message) => InputRow.Unreadable(_shape, new RowError(number, null, "malformed", message));

    /// <summary>A row that cannot be read.</summary>
    public static BrokenInputException Broken(int number, string message, string? field = null) => new(new RowError(number, field, "malformed", message));

    private void Add(JsonProperty property, List<string?> values, int number)
    {
        if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            if (_properties.Contains(property.Name))
            {
                throw Twice(property.Name, number);
            }
            _properties.Add(property.Name);
        }
        Add(ComposedText.Of(property.Name), property.Value, values, number);
    }

    /// <summary>Adds a value under its name: what an object or a list holds, under a name of its own each.</summary>
    private void Add(string name, JsonElement value, List<string?> values, int number)
    {
        if (_names.Count > RowLimits.Columns)
        {
            throw Broken(number, $"The row has more than {RowLimits.Columns} values; at most so many are taken.");
        }
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var inner in value.EnumerateObject())
                {
                    Add(ComposedText.Of($"{name}.{inner.Name}"), inner.Value, values, number);
                }
                break;
            case JsonValueKind.Array:
                var place = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Add(name + (++place).ToString(CultureInfo.InvariantCulture), element, values, number);
                }
                break;
            default:
                _names.Add(name);
                values.Add(Scalar(value));
                break;
        }
    }

    private RowShape Shape(int number)
    {
        if (_shape.Columns.SequenceEqual(_names))
        {
            return _shape;
        }
        if (_names.Count > RowLimits.Columns)
        {
            throw Broken(number, $"The row has {_names.Count} values; at most {RowLimits.Columns} are taken.");
        }
        var twice = _names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
        return twice is null
            ? _shape = new RowShape([.. _names])
            : throw Twice(twice.Key, number);
    }

    private static BrokenInputException Twice(string name, int number) => Broken(number, $"The row names '{name}' twice; remove one.", name);

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        _ => "false",
    };
}
